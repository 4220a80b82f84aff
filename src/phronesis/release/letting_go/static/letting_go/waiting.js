// On the first page: one line, if something on this phone waits for a word. Asked without a
// cookie, and only for gatherings of which this phone holds a slip.

import { gatherings, slips } from "../ballot/keeping.js";
import { sheetOf } from "./mine.js";

const place = document.getElementById("waiting");

async function waits(gathering) {
  const held = slips(gathering)?.held ?? [];
  if (!held.length) return false;
  const how = { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
  const answer = await fetch(`/ballot/gatherings/${gathering}/sheet`, how);
  if (!answer.ok) return false;
  const { state, hash } = await answer.json();
  return state === "open" && sheetOf(gathering, hash).slips.length < held.length;
}

if (place) {
  const found = await Promise.all(gatherings().map((one) => waits(one).catch(() => false)));
  place.hidden = !found.some(Boolean);
}
