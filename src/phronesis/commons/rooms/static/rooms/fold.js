// What the room is, folded from its frames. The same fold for phone, stage and console; each
// view is sent only the frames it may see.

/** A room of which nothing has been heard yet. */
export const nothing = () => ({
  index: 0,
  phase: "",
  activity: "",
  paused: false,
  closed: false,
  kept: [],
  walls: {},
  counts: {},
  fates: {},
  next: null,
  word: "",
  slips: 0,
  hands: 0,
  ready: {},
  written: {},
  open: {},
  toRead: {},
  verdicts: {},
  harm: null,
});

// Texts that came after writing was opened again stand behind those already being read.
function more(toRead, phase, items) {
  const before = toRead[phase] ?? [];
  const known = new Set(before.map(({ id }) => id));
  return { ...toRead, [phase]: [...before, ...items.filter(({ id }) => !known.has(id))] };
}

const folds = {
  phase: (room, { index, id, activity }) => ({ ...room, index, phase: id, activity, next: null }),
  pause: (room, { on }) => ({ ...room, paused: on }),
  kept: (room, { text }) => (text ? { ...room, kept: [...room.kept, text] } : room),
  closed: (room) => ({ ...room, closed: true }),
  wall: (room, { phase, items }) => ({ ...room, walls: { ...room.walls, [phase]: items } }),
  know: (room, { item, count }) => ({ ...room, counts: { ...room.counts, [item]: count } }),
  fates: (room, { phase, held }) => ({ ...room, fates: { ...room.fates, [phase]: held } }),
  next_hand: (room, { hand }) => ({ ...room, next: hand }),
  word: (room, { digits }) => ({ ...room, word: digits }),
  slips: (room, { given }) => ({ ...room, slips: given }),
  hands: (room, { waiting }) => ({ ...room, hands: waiting }),
  ready: (room, { phase, count }) => ({ ...room, ready: { ...room.ready, [phase]: count } }),
  written: (room, { phase, count }) => ({ ...room, written: { ...room.written, [phase]: count } }),
  to_read: (room, { phase, items }) => ({ ...room, toRead: more(room.toRead, phase, items) }),
  writing: (room, frame) => ({ ...room, open: { ...room.open, [frame.phase]: frame.open } }),
  harm: (room, { answer }) => ({ ...room, harm: answer }),
  verdict: (room, { item, verdict, reason }) => ({
    ...room,
    verdicts: { ...room.verdicts, [item]: { verdict, reason } },
  }),
};

/** The room after one more frame. A kind this page does not know changes nothing. */
export const fold = (room, frame) => folds[frame.kind]?.(room, frame) ?? room;
