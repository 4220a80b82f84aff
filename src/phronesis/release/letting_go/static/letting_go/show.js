// Putting a matter on the page: when, the words of the circle, where they would go, what became
// of them. Words are set as text, never as markup.

import { element } from "../rooms/steps.js";
import { say } from "../rooms/words.js";
import { mine, sheetOf } from "./mine.js";

const PARTS = ["situation", "pulled", "did", "not_where", "doubt", "carried_by", "would_change"];
const WEEK = 7 * 24 * 3600 * 1000;
const language = document.documentElement.lang;

const inWords = (moment, how) => new Intl.DateTimeFormat(language, how).format(moment);
const weekday = (moment) => inWords(moment, { weekday: "long" });
const clock = (moment) => inWords(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const date = (moment) => inWords(moment, { day: "numeric", month: "long" });

/** Fill every place of a section that says when, from one matter. */
export function fillTimes(section, { kept, closes, sheet, gathering }) {
  const end = new Date(closes);
  const held = new Date(`${kept.on}T12:00`);
  const near = end - held < WEEK;
  const from = near ? weekday(held) : date(held);
  const until = { day: from, until: weekday(end), time: clock(end) };
  fill(section, "when", say(near ? "when_last" : "when", until));
  fill(section, "was", say(near ? "was_last" : "was", until));
  fill(section, "opens", say("opens", { day: weekday(end), time: clock(end) }));
  for (const place of section.querySelectorAll("[data-weigh]")) {
    place.replaceChildren(document.getElementById("weigh").content.cloneNode(true));
    fill(place, "weigh", say("weigh", { day: from }));
    markWeight(place, sheetOf(gathering, sheet.hash).weighs);
  }
}

function fill(section, name, sentence) {
  for (const place of section.querySelectorAll(`[data-fill="${name}"]`)) place.textContent = sentence;
}

/** Which of less, the same, more is pressed. */
export function markWeight(place, weighs) {
  for (const button of place.querySelectorAll("[data-weighs]")) {
    button.setAttribute("aria-pressed", String(button.dataset.weighs === weighs));
  }
}

/** One restatement as it would leave, with where it would go beneath it. */
export function showText(place, text, { number = 1, count = 1 } = {}) {
  const quote = element("blockquote", "", { class: "restatement" });
  quote.append(element("p", text.title));
  const parts = PARTS.filter((part) => text[part]);
  if (parts.length) {
    const list = element("dl", "", { class: "parts" });
    for (const part of parts) list.append(element("dt", say(`part_${part}`)), element("dd", text[part]));
    quote.append(list);
  }
  const margin = element("div", "", { class: "audience" });
  margin.append(element("p", whereTo(text)));
  place.replaceChildren(quote, margin);
  if (count > 1) place.prepend(element("p", say("text_of", { number, count }), { class: "small" }));
}

function whereTo({ to, leader, from }) {
  if (to !== "leader" || !leader) return say("to_circle", { circle: from });
  const name = leader.role ? "to_leader" : "to_leader_plain";
  return say(name, { name: leader.name, role: leader.role, circle: from });
}

/** What became of each text, one element each; with a way to ask it back where this phone has
 *  its code. */
export const outcomes = ({ gathering, sheet, texts }) =>
  texts.map((text) => {
    const where = { "data-text-id": text.id, "data-gathering": gathering, "data-hash": sheet.hash };
    const one = element("section", "", { class: "outcome", ...where });
    one.append(element("p", say(SAID[sheet.results[text.id]] ?? "stays")));
    one.append(element("p", text.title, { class: "said" }));
    if (sheet.results[text.id] === "went") one.append(...wayBack(gathering, sheet, text));
    return one;
  });

function wayBack(gathering, sheet, { id }) {
  if (mine(gathering).asked[id]) return [element("p", say("asked_back"), { class: "small" })];
  if (!sheetOf(gathering, sheet.hash).codes[id]?.length) return [];
  return [document.getElementById("ask-back").content.cloneNode(true)];
}

const SAID = { went: "went", stays: "stays", back: "back", again: "nothing_opened" };
