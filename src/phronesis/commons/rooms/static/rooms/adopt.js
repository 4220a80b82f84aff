// The folded state a fresh page is given, taken in as if its frames had been heard one by one.

import { fold, nothing } from "./fold.js";

const ONCE = ["phase", "pause", "closed", "hands", "word", "slips", "next_hand", "harm"];
const PER_PHASE = ["ready", "written", "writing", "to_read", "wall", "fates"];
const PER_ITEM = ["know", "verdict"];

/** The room that a state stands for. What the state does not name stays as nothing. */
export function adopt(state) {
  const frames = ONCE.filter((kind) => state[kind]).map((kind) => ({ ...state[kind], kind }));
  for (const kind of PER_PHASE) {
    for (const [phase, value] of Object.entries(state[kind] ?? {})) {
      frames.push({ phase, ...value, kind });
    }
  }
  for (const kind of PER_ITEM) {
    for (const [item, value] of Object.entries(state[kind] ?? {})) {
      frames.push({ item, ...value, kind });
    }
  }
  for (const kept of state.kept ?? []) frames.push({ ...kept, kind: "kept" });
  return frames.reduce(fold, nothing());
}
