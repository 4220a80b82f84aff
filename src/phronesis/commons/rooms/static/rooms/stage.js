// The stage: what everybody may read on the wall of a room. It asks for nothing.

import { adopt } from "./adopt.js";
import { fold, nothing } from "./fold.js";
import { element, open, opened } from "./steps.js";
import { showCounts, showWall, wallHeading } from "./wall.js";
import { Follower, roomNow } from "./wire.js";
import { say, inWords } from "./words.js";

const facts = JSON.parse(document.getElementById("facts").textContent);
const SIZES = ["", "fit-1", "fit-2", "fit-3", "fit-4"];
let room = nothing();

async function begin() {
  let seq = 0;
  try {
    const now = await roomNow(facts.room, "stage");
    seq = now.seq;
    room = adopt(now.state);
  } catch (problem) {
    if (problem.status) return open("gone");
  }
  Object.keys(room.walls).forEach((phase) => fillWall(phase, false));
  show();
  return new Follower({ room: facts.room, view: "stage", seq, take }).run();
}

function take(frame) {
  room = fold(room, frame);
  if (frame.kind === "wall") fillWall(frame.phase, true);
  show();
}

function asked() {
  if (room.closed) return "closed";
  if (room.paused) return "pause";
  if (!room.phase || room.activity === "arrive") return "in";
  return room.walls[room.phase] ? `wall-${room.phase}` : `phase-${room.phase}`;
}

function show() {
  document.getElementById("word-place").hidden = !room.word;
  document.getElementById("word").textContent = room.word;
  document.getElementById("slips").textContent = say("slips_given", { count: inWords(room.slips) });
  for (const list of document.querySelectorAll("[data-kept]")) {
    list.replaceChildren(...room.kept.map((text) => element("li", text, { class: "said" })));
  }
  for (const phase of Object.keys(room.walls)) {
    showCounts(document.getElementById(`wall-${phase}`), room.counts);
  }
  if (asked() !== opened()) open(asked());
  fit();
}

function fillWall(phase, settling) {
  const items = room.walls[phase];
  document.getElementById(`wall-heading-${phase}`).textContent = wallHeading(items.length);
  showWall(document.getElementById(`wall-${phase}`), items, { settling, know: false });
}

// Many words on one screen: they grow smaller step by step, never below what the last row reads.
function fit() {
  for (const size of SIZES) {
    document.body.classList.remove(...SIZES.filter(Boolean));
    if (size) document.body.classList.add(size);
    if (document.documentElement.scrollHeight <= window.innerHeight) return;
  }
}

addEventListener("resize", fit);
begin();
