// Keeps "Talk to someone now" in sight: while an on-screen keyboard covers the foot of the
// page, the line stands at the top of what can still be seen. Without this module the line
// stays at the foot.

const root = document.documentElement;
const line = document.querySelector(".care-top");
const seen = window.visualViewport;
const KEYBOARD = 140; // px; address bars come and go with less

function typing() {
  const here = document.activeElement;
  return here !== null && here.matches("textarea, input, [contenteditable]");
}

function place() {
  const covered = window.innerHeight - seen.height * seen.scale;
  const up = typing() && (covered > KEYBOARD || seen.height < 400);
  root.dataset.keyboard = up ? "up" : "down";
  if (up) line.style.transform = `translateY(${seen.offsetTop}px)`;
}

if (line && seen) {
  seen.addEventListener("resize", place);
  seen.addEventListener("scroll", place);
  document.addEventListener("focusin", place);
  document.addEventListener("focusout", () => requestAnimationFrame(place));
}
