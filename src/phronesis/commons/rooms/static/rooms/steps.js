// One thing at a time: one section of the page is open, its heading takes the focus, and where
// the focus must not move (somebody is typing) one polite sentence says what changed.

const here = document.getElementById("now");
let quiet;

/** Open the section called `name` and close the others. */
export function open(name, { focus = true } = {}) {
  const sections = document.querySelectorAll("[data-screen]");
  let opened = null;
  for (const section of sections) {
    section.hidden = section.dataset.screen !== name;
    if (!section.hidden) opened = section;
  }
  document.body.dataset.open = name;
  if (opened && focus) toHeading(opened);
  return opened;
}

/** The name of the section that is open. */
export const opened = () => document.body.dataset.open ?? "";

/** Give the focus to the heading of a section, and begin at its top. */
export function toHeading(section) {
  const heading = section.querySelector("[data-heading], [tabindex='-1']");
  window.scrollTo(0, 0);
  heading?.focus({ preventScroll: true });
}

/** One sentence for those who listen; it does not stay to be found again later. */
export function announce(sentence) {
  if (!here) return;
  here.textContent = sentence;
  clearTimeout(quiet);
  quiet = setTimeout(() => { here.textContent = ""; }, 8000);
}

/** An element with words in it, never markup. */
export function element(tag, text = "", attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Call `act` when somebody taps something with data-act="name" inside `root`. */
export function onAct(acts, root = document) {
  root.addEventListener("click", (event) => {
    const target = event.target.closest("[data-act]");
    if (!target || target.getAttribute("aria-disabled") === "true") return;
    acts[target.dataset.act]?.(target);
  });
}
