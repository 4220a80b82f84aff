// The facilitator's console: where we are, what to say, and the few things only she can do.

import { adopt } from "./adopt.js";
import { Clock } from "./clock.js";
import { fold, nothing } from "./fold.js";
import { Outbox } from "./outbox.js";
import { Reading } from "./reading.js";
import { announce, element, onAct, open, opened } from "./steps.js";
import { Follower, roomNow } from "./wire.js";
import { count, inWords, say } from "./words.js";

const facts = JSON.parse(document.getElementById("facts").textContent);
const outbox = new Outbox(facts.room, { safe: () => showAway(), refused });
const clock = new Clock(facts);
let room = nothing();
const reading = new Reading({ act, room: () => room });

async function begin() {
  document.getElementById("run").open = matchMedia("(min-width: 60rem)").matches;
  let seq = 0;
  try {
    const now = await roomNow(facts.room, "console");
    seq = now.seq;
    room = adopt(now.state);
  } catch (problem) {
    if (problem.status) return open("gone");
  }
  show();
  const gone = () => open("gone");
  return new Follower({ room: facts.room, view: "console", seq, take, gone }).run();
}

function take(frame) {
  room = fold(room, frame);
  if (frame.kind === "to_read") announce(say("read_first"));
  show();
}

const current = () => facts.phases[room.index] ?? facts.phases[0];

// What is tapped happens here at once; the room follows when it hears of it.
function act(event) {
  outbox.put(event);
  setTimeout(showAway, 4000);
}

function step(index) {
  const phase = facts.phases[index];
  if (!phase) return;
  act({ kind: "step", to: index });
  room = fold(room, { kind: "phase", index, id: phase.id, activity: phase.activity });
  show();
}

function show() {
  const screen = room.closed ? "closed" : `phase-${current().id}`;
  for (const id of ["running", "timer", "run"]) document.getElementById(id).hidden = room.closed;
  if (screen !== opened()) open(screen);
  clock.show(current());
  showRun();
  showArrive();
  showHands();
  showKept();
  showHarm();
  reading.show(current());
}

function showRun() {
  const next = facts.phases[room.index + 1];
  document.getElementById("where").textContent = say("where", {
    step: room.index + 1,
    of: facts.phases.length,
  });
  for (const button of document.querySelectorAll("[data-act='step']")) {
    const here = Number(button.dataset.to) === room.index;
    button.closest("li").toggleAttribute("aria-current", here);
    if (here) button.closest("li").setAttribute("aria-current", "step");
    button.hidden = here;
  }
  const go = document.getElementById("go-on");
  go.hidden = !next;
  go.classList.toggle("button-filled", !reading.holdsUp(current()));
  if (next) go.textContent = say("go_on", { title: next.title });
  const pause = document.getElementById("pause");
  pause.setAttribute("aria-pressed", String(room.paused));
  pause.textContent = say(room.paused ? "unpause" : "pause");
  document.getElementById("paused").hidden = !room.paused;
}

function showArrive() {
  document.getElementById("word").textContent = room.word;
  document.getElementById("word-place").hidden = !room.word;
  document.getElementById("slips").textContent = say("slips_given", { count: inWords(room.slips) });
}

function showHands() {
  for (const line of document.querySelectorAll("[data-hands]")) {
    line.textContent = room.hands ? count("hands", room.hands) : say("no_hands");
  }
  for (const button of document.querySelectorAll("[data-act='next-hand']")) {
    button.setAttribute("aria-disabled", String(!room.hands));
  }
}

function showKept() {
  for (const list of document.querySelectorAll("[data-kept]")) {
    list.replaceChildren(...room.kept.map((text) => element("li", text, { class: "said" })));
    list.parentElement.hidden = !room.kept.length;
  }
}

function showAway() {
  const waits = outbox.waiting().length > 0;
  document.getElementById("away").hidden = !waits;
}

function refused(event, sentence) {
  const note = document.getElementById("refused");
  note.textContent = sentence || say("refused");
  note.hidden = false;
  if (event.kind === "keep") document.getElementById("keep").value = event.text;
  showAway();
}

function keepSentence() {
  const field = document.getElementById("keep");
  const text = field.value.trim();
  if (!text) return field.focus();
  act({ kind: "keep", text });
  field.value = "";
  return field.focus();
}

function harm({ dataset }) {
  const answer = dataset.answer === "yes";
  act({ kind: "harm", answer });
  room = fold(room, { kind: "harm", answer });
  showHarm();
}

function showHarm() {
  const said = { true: "yes", false: "no" }[room.harm];
  for (const button of document.querySelectorAll("[data-act='harm']")) {
    button.setAttribute("aria-pressed", String(button.dataset.answer === said));
  }
  document.querySelectorAll("[data-harm-yes]").forEach((card) => { card.hidden = said !== "yes"; });
}

onAct({
  "go-on": () => step(room.index + 1),
  step: ({ dataset }) => step(Number(dataset.to)),
  "close-writing": () => act({ kind: "close_writing", phase: current().id }),
  "one-more-minute": () => { clock.add(current(), 1); reading.reopen(current()); },
  "next-hand": () => act({ kind: "next_hand" }),
  keep: keepSentence,
  harm,
  pause: () => act({ kind: "pause", on: !room.paused }),
  close: () => { document.getElementById("closing").close(); act({ kind: "close" }); },
});
begin();
