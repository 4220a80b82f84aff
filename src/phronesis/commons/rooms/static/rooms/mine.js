// What is mine in this room, known to this phone alone: words not yet sent, that I have said I am
// ready, my hand, what I know from my own work, the codes of what I wrote.

import { toHex } from "../design/bytes.js";
import { codes, freshCode } from "../ballot/keeping.js";
import { codeHash } from "../ballot/slips.js";
import { forget, keep, read } from "./store.js";

/** Everything of mine in one room of one gathering. */
export function mineIn(room, gathering) {
  const under = (name) => `${name}.${room}`;
  return {
    draft: (phase) => read(under(`draft.${phase}`), ""),
    keepDraft: (phase, text) => keep(under(`draft.${phase}`), text),
    dropDraft: (phase) => forget(under(`draft.${phase}`)),
    done: (phase) => read(under(`done.${phase}`), false),
    setDone: (phase, done) => keep(under(`done.${phase}`), done),
    known: () => read(under("known"), []),
    addKnown: (item) => keep(under("known"), [...read(under("known"), []), item]),
    hand: () => read(under("hand")),
    keepHand: (hand) => (hand ? keep(under("hand"), hand) : forget(under("hand"))),
    newHash: () => newHash(gathering),
    reasonsAmong: (held) => reasonsAmong(gathering, held),
  };
}

// The hash that goes with a text. Without crypto.subtle (neither https nor localhost) no code can
// be kept, and the hash is one that nobody holds a code for.
async function newHash(gathering) {
  try {
    return toHex((await freshCode(gathering)).hash);
  } catch {
    return toHex(crypto.getRandomValues(new Uint8Array(32)));
  }
}

// Why texts of mine were held, among the hashes that every phone is sent alike.
async function reasonsAmong(gathering, held) {
  try {
    const hashes = await Promise.all(codes(gathering).map(codeHash));
    const own = new Set(hashes.map(toHex));
    return held.filter(([hash]) => own.has(hash)).map(([, reason]) => reason);
  } catch {
    return [];
  }
}
