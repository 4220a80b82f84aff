// Where a text may be carried: gatherings that have not begun, known to this phone from a room it
// was in, or named for a member who is signed in. Asked for only after a text has been kept.

import { keep, read } from "./store.js";

/** Gatherings still to come, the nearest first: [{gathering, title, weekday, in_words, who_reads, until}]. */
export async function circles() {
  const known = new Map(read("circles", []).map((circle) => [circle.gathering, circle]));
  for (const circle of await ofMember()) known.set(circle.gathering, circle);
  const open = [...known.values()].filter(({ until }) => Date.parse(until) > Date.now());
  keep("circles", open);
  return open.sort((one, other) => Date.parse(one.until) - Date.parse(other.until));
}

async function ofMember() {
  try {
    const answer = await fetch("/write/circles.json", { headers: { Accept: "application/json" } });
    return answer.ok && !answer.redirected ? (await answer.json()).gatherings : [];
  } catch {
    return [];
  }
}
