// The page of the night: three doors, one field, kept on this phone alone, carried if wanted.

import { Carrying } from "./carry.js";
import { CareCard } from "./care-card.js";
import { changeKept, eraseKept, keepWords, keptWord, keptWords } from "./kept.js";
import { forget, keep, read } from "./store.js";
import { element, onAct, open } from "./steps.js";
import { say } from "./words.js";

const field = document.getElementById("words-field");
const care = new CareCard(field);
const carrying = new Carrying({ done: showList });
let door = "";
let current = null;

function begin() {
  sayHour();
  setInterval(sayHour, 20_000);
  registerWorker();
  showKeptLink();
  const draft = read("draft.night");
  if (draft?.text.trim()) enter(draft.door, draft.text);
  else open(location.hash === "#kept" ? showList() : "doors", { focus: false });
}

function sayHour() {
  const hour = new Date().toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  for (const place of document.querySelectorAll("[data-hour]")) place.textContent = hour;
}

// The field takes the focus inside the tap, so that the keyboard is already open.
function enter(chosen, text = "") {
  door = chosen;
  open("words", { focus: false });
  for (const heading of document.querySelectorAll("[data-door]")) {
    heading.hidden = heading.dataset.door !== door;
  }
  field.setAttribute("aria-labelledby", `question-${door}`);
  field.value = text;
  field.focus();
  care.look();
}

function keepIt() {
  const result = keepWords(field.value, door);
  if (!result) return field.focus();
  current = result.kept.id;
  forget("draft.night");
  field.value = "";
  sayHowLong(result.lasting);
  open("kept");
  care.moveTo(document.getElementById("kept-care"));
  return carrying.offer(current);
}

// Only what is true of this phone.
function sayHowLong(lasting) {
  const apple = /iPhone|iPad|iPod/.test(navigator.userAgent) || isTouchMac();
  const onHome = matchMedia("(display-mode: standalone)").matches || navigator.standalone;
  let sentence = say("stays");
  if (!lasting) sentence = say("not_lasting");
  else if (apple && !onHome) sentence = say("week");
  document.getElementById("how-long").textContent = sentence;
  if (lasting) navigator.storage?.persist?.();
}

const isTouchMac = () => navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1;

function showKeptLink() {
  document.getElementById("kept-link").hidden = !keptWords().length;
}

function showList() {
  const list = document.getElementById("kept-list");
  list.replaceChildren(...keptWords().map(row));
  document.getElementById("kept-none").hidden = keptWords().length > 0;
  open("list");
  return "list";
}

function row(kept) {
  const made = element("li", "", { class: "card" });
  const day = new Date(`${kept.at}T12:00`).toLocaleDateString(document.documentElement.lang, {
    weekday: "long",
    day: "numeric",
    month: "long",
  });
  made.append(element("p", day, { class: "small" }), element("p", kept.text, { class: "said" }));
  if (kept.carried) made.append(element("p", carrying.status(kept), { class: "small" }));
  const acts = element("div", "", { class: "actions actions-row" });
  if (carrying.canTakeBack(kept)) acts.append(button("take-back", kept.id));
  if (!kept.carried) acts.append(button("carry-this", kept.id));
  acts.append(button("erase", kept.id));
  made.append(acts);
  return made;
}

const button = (act, id) =>
  element("button", say(act), { class: "button", type: "button", "data-act": act, "data-id": id });

function erase({ dataset, textContent }, target) {
  if (textContent !== say("erase_sure")) {
    target.textContent = say("erase_sure");
    return;
  }
  eraseKept(dataset.id);
  showList();
}

async function takeBack({ dataset }) {
  if (await carrying.takeBack(keptWord(dataset.id))) changeKept(dataset.id, { carried: null });
  showList();
}

function registerWorker() {
  if (!("serviceWorker" in navigator)) return;
  for (const scope of ["/write", "/care"]) {
    navigator.serviceWorker.register("/write/worker.js", { scope }).catch(() => {});
  }
}

field.addEventListener("input", () => keep("draft.night", { door, text: field.value }));
onAct({
  door: ({ dataset }) => enter(dataset.value),
  "keep-it": keepIt,
  "carry-this": ({ dataset }) => { current = dataset.id; carrying.begin(current); },
  carry: () => carrying.begin(current),
  "not-now": () => open("doors"),
  another: () => carrying.another(),
  send: () => carrying.send(),
  "kept-list": showList,
  "back-to-doors": () => { showKeptLink(); open("doors"); },
  erase: (target) => erase(target, target),
  "take-back": takeBack,
});
begin();
