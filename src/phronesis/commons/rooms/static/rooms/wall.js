// What was written, shown together: cards that settle in one after another, read at one's own
// pace. "I know this" is counted aloud from three, in words.

import { element } from "./steps.js";
import { capital, count, inWords, say } from "./words.js";

const FROM = 3;

/** Fill the list with the items of a wall. `settling` lets the cards come in slowly. */
export function showWall(list, items, { settling = false, know = true } = {}) {
  list.classList.toggle("wall-settling", settling);
  list.setAttribute("aria-label", count("voices", items.length));
  list.replaceChildren(...items.map((item) => card(item, know)));
}

/** Say the counts of a wall, and mark what this person knows from her own work. */
export function showCounts(list, counts, known = []) {
  for (const one of list.children) {
    const item = one.dataset.item;
    const number = counts[item] ?? 0;
    const place = one.querySelector("[data-count]");
    place.textContent = number >= FROM ? say("know_this", { count: inWords(number) }) : "";
    one.querySelector("button")?.setAttribute("aria-pressed", String(known.includes(item)));
  }
}

/** The heading over a wall of so many texts. */
export const wallHeading = (number) => capital(count("voices_heading", number));

function card({ id, text }, know) {
  const one = element("li", "", { "data-item": id });
  one.append(element("p", text, { class: "said" }), know ? button(id) : told());
  return one;
}

function button(id) {
  const row = element("div", "", { class: "know" });
  const tap = element("button", "", {
    class: "button",
    type: "button",
    "aria-pressed": "false",
    "aria-describedby": `count-${id}`,
    "data-act": "know",
    "data-item": id,
  });
  const sign = document.getElementById("sign-know").content.cloneNode(true);
  tap.append(sign, ` ${say("i_know_this")}`);
  row.append(tap, element("span", "", { "data-count": "", id: `count-${id}` }));
  return row;
}

const told = () => element("p", "", { class: "small", "data-count": "" });
