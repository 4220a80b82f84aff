// Moment 4: one text at a time, one seal for all. Two taps, three for a no.

import { sha256, toHex } from "../design/bytes.js";
import { codeFromWords, newCode } from "../ballot/slips.js";
import { announce, element, onAct, open } from "../rooms/steps.js";
import { say } from "../rooms/words.js";
import { changeSheet, keepMine, mine, sheetOf } from "./mine.js";
import { askBack, counted, sealFor, send } from "./sheet.js";
import { fillTimes, markWeight, outcomes, showText } from "./show.js";
import { freeSlip, matters, ownCodes } from "./waits.js";

const form = document.getElementById("answer");
const button = document.getElementById("seal");
let queue = [];
let earlier = []; // what has been opened, and seen on this phone
let now = null; // the matter on the page
let at = 0; // which of its texts
let answers = {};
let envelope = null; // sealed but not yet taken: sent again as it is

async function begin() {
  const all = await matters();
  const seen = ({ screen, gathering, sheet }) => screen === "results" && sheetOf(gathering, sheet.hash).seen;
  queue = all.filter((one) => !seen(one));
  earlier = all.filter(seen);
  next();
}

function next() {
  now = queue.shift() ?? { screen: "nothing" };
  const section = open(now.screen);
  for (const more of document.querySelectorAll("[data-next]")) more.hidden = !queue.length;
  if (now.screen === "nothing") showEarlier();
  if (!now.sheet) return;
  fillTimes(section, now);
  if (now.screen === "ask") ask();
  if (now.screen === "reading") read(section);
  if (now.screen === "results") results();
}

function showEarlier() {
  const place = document.getElementById("earlier");
  place.hidden = !earlier.length;
  place.replaceChildren(...earlier.flatMap(outcomes));
}

function ask() {
  [at, answers, envelope] = [0, {}, null];
  document.getElementById("again").hidden = !now.sheet.again;
  const several = now.kept.held.length > 1;
  document.getElementById("which").hidden = !several;
  document.getElementById("which").textContent = several ? say("other_slip") : "";
  showOne();
}

function showOne() {
  const place = document.querySelector("[data-screen='ask'] [data-text]");
  showText(place, now.texts[at], { number: at + 1, count: now.texts.length });
  form.reset();
  tell("");
  const last = at === now.texts.length - 1;
  button.textContent = say(last ? (now.texts.length > 1 ? "seal_many" : "seal_one") : "next");
}

// The answer that is chosen, "" for none, null where a no has no reason yet.
function chosen() {
  const answer = new FormData(form).get("answer") ?? "";
  if (answer !== "no") return answer;
  return new FormData(form).get("reason");
}

async function seal() {
  if (button.getAttribute("aria-disabled") === "true") return;
  const answer = chosen();
  if (answer === null) return tell("choose_reason");
  if (answer) answers[now.texts[at].id] = answer;
  else delete answers[now.texts[at].id];
  if (at < now.texts.length - 1) {
    at += 1;
    showOne();
    return open("ask");
  }
  if (!Object.keys(answers).length) return tell("choose");
  button.setAttribute("aria-disabled", "true");
  try {
    await sealAll();
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

async function sealAll() {
  const state = JSON.stringify(answers);
  if (envelope?.state !== state) envelope = { state, ...(await sealedAnswers()) };
  const outcome = await send(now.sheet.hash, envelope.sent);
  if (outcome !== "taken") return tell({ away: "not_sent", full: "full", closed: "closed" }[outcome]);
  const before = sheetOf(now.gathering, now.sheet.hash);
  const kept = changeSheet(now.gathering, now.sheet.hash, {
    texts: now.texts.map(({ id }) => id),
    slips: [...before.slips, envelope.slip],
    receipts: [...before.receipts, envelope.sent.receipt],
    codes: joined(before.codes, envelope.codes),
  });
  done(kept);
}

function done(kept) {
  const section = open("sealed");
  fillTimes(section, now);
  document.getElementById("unkept").hidden = kept;
  document.querySelector("[data-other]").hidden = !(kept && freeSlip(now));
}

async function sealedAnswers() {
  const slip = freeSlip(now);
  const codes = {};
  const withdraw = {};
  for (const { id } of now.texts) {
    const code = newCode();
    codes[id] = toHex(code);
    withdraw[id] = toHex(await sha256(code));
  }
  const sent = await sealFor(now.sheet, now.kept, { slip, answers, withdraw });
  return { sent, codes, slip: slip.message };
}

function joined(before, fresh) {
  const codes = { ...before };
  for (const [id, code] of Object.entries(fresh)) codes[id] = [...(codes[id] ?? []), code];
  return codes;
}

function read(section) {
  const place = section.querySelector("[data-text]");
  const texts = now.texts.map((text, n) => {
    const one = document.createElement("div");
    showText(one, text, { number: n + 1, count: now.texts.length });
    one.append(pointer(text, now.texts.length > 1));
    return one;
  });
  place.replaceChildren(...texts);
  document.getElementById("veto").hidden = !ownCodes(now).length;
}

// Of several texts, those are named that could point to someone; of one, there is nothing to choose.
function pointer({ id }, several) {
  const label = element("label", "", { class: "choice" });
  label.hidden = !several;
  const box = element("input", "", { type: "checkbox", name: "points", value: id });
  box.checked = !several;
  label.append(box, element("span", say("this_one")));
  return label;
}

// Every code of this phone is sealed: only at opening is it known which of them still count.
async function veto(codes) {
  const named = [...document.querySelectorAll("[name='points']:checked")].map(({ value }) => value);
  if (!named.length) return tell("choose_text", "veto-trouble");
  const points = Object.fromEntries(named.map((id) => [id, "points"]));
  const before = sheetOf(now.gathering, now.sheet.hash);
  for (const code of codes) {
    const sent = await sealFor(now.sheet, now.kept, { code: toHex(code), answers: points });
    const outcome = await send(now.sheet.hash, sent);
    if (outcome !== "taken") return tell({ away: "not_sent", full: "full" }[outcome] ?? "closed", "veto-trouble");
  }
  const slips = [...before.slips, "code"];
  return done(changeSheet(now.gathering, now.sheet.hash, { texts: named, slips }));
}

async function vetoWithWords() {
  const code = await codeFromWords(document.getElementById("code-words").value);
  return code ? veto([code]) : tell("code_wrong", "veto-trouble");
}

async function results() {
  const { gathering, sheet } = now;
  const before = sheetOf(gathering, sheet.hash);
  document.getElementById("outcomes").replaceChildren(...outcomes(now));
  changeSheet(gathering, sheet.hash, { seen: true });
  const lost = sheet.state === "closed" && before.receipts.length
    && (await counted(sheet.hash, before.receipts)) === false;
  document.getElementById("uncounted").hidden = !lost;
  if (lost) announce(document.getElementById("uncounted").textContent);
}

async function takeBack(tap) {
  const place = tap.closest("[data-text-id]");
  const { textId, gathering, hash } = place.dataset;
  const [code] = sheetOf(gathering, hash).codes[textId];
  if (!(await askBack(code))) return announce(say("not_sent"));
  const all = mine(gathering);
  keepMine(gathering, { ...all, asked: { ...all.asked, [textId]: true } });
  place.querySelector("details").replaceWith(element("p", say("asked_back"), { class: "small" }));
  return announce(say("asked_back"));
}

function weigh(tap) {
  changeSheet(now.gathering, now.sheet.hash, { weighs: tap.dataset.weighs });
  markWeight(tap.closest("[data-weigh]"), tap.dataset.weighs);
}

function tell(name, place = "trouble") {
  const line = document.getElementById(place);
  line.textContent = name ? say(name) : "";
  line.hidden = !name;
}

form.addEventListener("submit", (event) => event.preventDefault());
onAct({
  seal,
  next,
  weigh,
  other: () => { open("ask"); ask(); },
  veto: () => veto(ownCodes(now)),
  "veto-words": vetoWithWords,
  "ask-back": takeBack,
  "look-again": () => location.reload(),
});
addEventListener("hashchange", begin);
navigator.serviceWorker
  ?.register(`/let-go/worker.js?in=${encodeURIComponent(document.documentElement.lang)}`, { scope: "/let-go", updateViaCache: "all" })
  .catch(() => {});
begin();
