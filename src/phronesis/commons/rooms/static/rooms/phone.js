// The participant's phone: one thing to do at a time.

import { fold, nothing } from "./fold.js";
import { Hand } from "./hand.js";
import { mineIn } from "./mine.js";
import { Outbox } from "./outbox.js";
import { offerSay } from "./say.js";
import { announce, element, onAct, open, opened, toHeading } from "./steps.js";
import { keep, read } from "./store.js";
import { showCounts, showWall, wallHeading } from "./wall.js";
import { Follower, roomNow } from "./wire.js";
import { adopt } from "./adopt.js";
import { count, say } from "./words.js";
import { Writing } from "./writing.js";

const facts = JSON.parse(document.getElementById("facts").textContent);
const mine = mineIn(facts.room, facts.gathering);
const outbox = new Outbox(facts.room, { safe, refused });
const writing = new Writing(facts.phases, { mine, outbox, changed: show });
const hand = new Hand({ mine, outbox });
let room = nothing();
let away = false; // looking at another screen than the room's: left, wall, say
let follower;

async function begin() {
  rememberCircle();
  let seq = 0;
  try {
    const now = await roomNow(facts.room, "phone");
    seq = now.seq;
    room = adopt(now.state);
  } catch (problem) {
    if (problem.status) return gone(problem.status);
  }
  Object.keys(room.walls).forEach((phase) => fillWall(phase, false));
  show();
  follow(seq);
  if (facts.ballot) offerSay(facts);
}

function follow(seq) {
  follower = new Follower({ room: facts.room, view: "phone", seq, take, gone });
  follower.run();
}

function take(frame) {
  room = fold(room, frame);
  if (frame.kind === "wall") fillWall(frame.phase, true);
  if (frame.kind === "phase") away = false;
  if (frame.kind === "kept") announce(say("kept_now", { text: frame.text }));
  show();
}

// Which screen the room asks for now.
function asked() {
  if (room.closed) return "closed";
  if (room.paused) return "pause";
  if (room.activity === "arrive" || !room.phase) return "in";
  if (room.activity !== "silent-writing") return `phase-${room.phase}`;
  if (room.walls[room.phase]) return `wall-${room.phase}`;
  return mine.done(room.phase) ? `rest-${room.phase}` : `write-${room.phase}`;
}

function show() {
  fill();
  if (away) return;
  const screen = asked();
  const unfinished = writing.unfinished();
  const staying = unfinished && screen !== `write-${unfinished}` && screen !== "pause";
  if (unfinished) writing.stay(unfinished, staying);
  const target = staying ? `write-${unfinished}` : screen;
  if (target === opened()) return;
  const section = open(target, { focus: false });
  if (section) arrive(section);
}

// A wall is announced once, as a list; any other step by its heading.
function arrive(section) {
  const list = section.querySelector("ul[data-wall]");
  if (!list) return toHeading(section);
  window.scrollTo(0, 0);
  return list.focus({ preventScroll: true });
}

function fill() {
  hand.show(room.next);
  for (const list of document.querySelectorAll("[data-kept]")) {
    list.replaceChildren(...room.kept.map((text) => element("li", text, { class: "said" })));
    list.parentElement.hidden = !room.kept.length;
  }
  for (const [phase, list] of walls()) showCounts(list, room.counts, mine.known());
  for (const link of document.querySelectorAll("[data-act='look-back']")) {
    const items = room.walls[lastWall()] ?? [];
    link.hidden = !items.length;
    link.textContent = count("look_back", items.length);
  }
  for (const back of document.querySelectorAll("[data-back]")) back.hidden = !away;
  for (const [phase, held] of Object.entries(room.fates)) showFates(phase, held);
}

const walls = () =>
  Object.keys(room.walls).map((phase) => [phase, document.getElementById(`wall-${phase}`)]);
const lastWall = () => Object.keys(room.walls).at(-1);

function fillWall(phase, settling) {
  const items = room.walls[phase];
  document.getElementById(`wall-heading-${phase}`).textContent = wallHeading(items.length);
  showWall(document.getElementById(`wall-${phase}`), items, { settling });
}

async function showFates(phase, held) {
  const reasons = await mine.reasonsAmong(held);
  const note = document.getElementById(`held-${phase}`);
  note.hidden = !reasons.length;
  const lines = reasons.map((reason) => element("li", say(`held_${reason}`)));
  note.querySelector("ul").replaceChildren(...lines);
}

function know({ dataset }) {
  if (mine.known().includes(dataset.item)) return;
  mine.addKnown(dataset.item);
  outbox.put({ kind: "know", item: dataset.item });
  fill();
}

function safe(event, receipt) {
  if (event.kind === "hand") hand.safe(event, receipt);
  if (event.kind === "text") writing.letGo(event.phase);
  if (event.kind !== "ready") return;
  const toast = document.getElementById("saved");
  toast.hidden = false;
  setTimeout(() => { toast.hidden = true; }, 4000);
}

function refused(event, sentence) {
  if (event.kind === "text") writing.refused(event, sentence);
  if (event.kind === "hand") hand.refused();
}

function gone(status) {
  if (status === 410) {
    room = { ...room, closed: true };
    show();
  } else {
    open("gone");
  }
}

// A later gathering of this circle may be carried to from the page of the night.
function rememberCircle() {
  if (!facts.later) return;
  const others = read("circles", []).filter(({ gathering }) => gathering !== facts.later.gathering);
  keep("circles", [facts.later, ...others]);
}

function look(screen) {
  away = true;
  fill();
  arrive(open(screen, { focus: false }));
}

onAct({
  know,
  leave: () => { follower?.stop(); look("left"); },
  "come-back": () => { away = false; location.reload(); },
  back: () => { away = false; show(); },
  say: () => look("say"),
  "look-back": () => look(`wall-${lastWall()}`),
});
begin();
