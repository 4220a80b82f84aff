// The facilitator's clock: <div data-ends="2026-06-12T14:55:00Z" data-minutes="20">.
// It speaks in whole minutes, never counts seconds, and never goes red.

const words = JSON.parse(document.getElementById("timer-words")?.textContent ?? "{}");

function say(left) {
  if (left > 1) return words.many.replace("{minutes}", left);
  if (left === 1) return words.one;
  return words.over;
}

function show(timer) {
  const left = Math.ceil((Date.parse(timer.dataset.ends) - Date.now()) / 60000);
  timer.querySelector("[data-left]").textContent = say(left);
  const bar = timer.querySelector("progress");
  if (bar) bar.value = Math.max(0, Math.min(Number(bar.max), left));
}

function showAll() {
  document.querySelectorAll("[data-ends]").forEach(show);
}

if (words.many) {
  showAll();
  setInterval(showAll, 5000);
}
