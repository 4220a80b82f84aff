// What is kept on this phone alone. One text is a value {id, text, door, at, carried}; `at` is a
// date without an hour. Nothing here is sent by being kept.

import { newId } from "./outbox.js";
import { keep, read } from "./store.js";

const NAME = "kept";

/** All texts kept here, newest first. */
export const keptWords = () => read(NAME, []);

/** Keep a text. Returns {text it became, lasting: whether it survives this page}; null if empty. */
export function keepWords(text, door = "") {
  if (!text.trim()) return null;
  const at = new Date().toISOString().slice(0, 10);
  const kept = { id: newId(), text: text.trim(), door, at, carried: null };
  return { kept, lasting: keep(NAME, [kept, ...keptWords()]) };
}

/** One text as it is now, or undefined. */
export const keptWord = (id) => keptWords().find((kept) => kept.id === id);

/** Write over one text. */
export function changeKept(id, changes) {
  keep(NAME, keptWords().map((kept) => (kept.id === id ? { ...kept, ...changes } : kept)));
}

/** Erased means gone from the phone. */
export function eraseKept(id) {
  keep(NAME, keptWords().filter((kept) => kept.id !== id));
}
