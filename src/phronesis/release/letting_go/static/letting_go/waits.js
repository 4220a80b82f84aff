// What this phone holds of each gathering, what waits there, and in which order it is shown.

import { canSeal } from "../design/bytes.js";
import { codes, gatherings, slips } from "../ballot/keeping.js";
import { sheetOf } from "./mine.js";
import { Altered, fetchSheet, readSheet } from "./sheet.js";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ORDER = ["ask", "altered", "away", "reading", "answered", "results", "unknown"];

/** The gathering named behind #, or "". */
export const named = () => location.hash.slice(1).toLowerCase().match(ID)?.[0] ?? "";

/** Everything to be shown, what waits first. One matter is {screen, gathering, kept, sheet, texts,
 *  closes}; `kept` is what collect.js kept. Where nothing can be sealed: one matter "insecure". */
export async function matters() {
  if (!canSeal()) return [{ screen: "insecure" }];
  const known = named() ? [named()] : gatherings();
  const found = (await Promise.all(known.map(matter))).filter(Boolean);
  return found.sort((one, other) => ORDER.indexOf(one.screen) - ORDER.indexOf(other.screen));
}

async function matter(gathering) {
  const kept = slips(gathering);
  if (!kept?.sheetKey) return { screen: "unknown", gathering };
  try {
    const sheet = await fetchSheet(gathering);
    if (!sheet) return null;
    const { texts, closes } = await readSheet(gathering, sheet, kept.sheetKey);
    const whole = { gathering, kept, sheet, texts, closes };
    return { ...whole, screen: screenOf(whole) };
  } catch (problem) {
    return { screen: problem instanceof Altered ? "altered" : "away", gathering, kept };
  }
}

function screenOf({ gathering, kept, sheet }) {
  if (sheet.state !== "open") return "results";
  const used = sheetOf(gathering, sheet.hash).slips;
  if (freeSlip({ gathering, kept, sheet })) return "ask";
  return used.length || !kept.held.length ? (used.length ? "answered" : "reading") : "answered";
}

/** The first slip on this phone that has not answered this sheet, for its round; or null. */
export function freeSlip({ gathering, kept, sheet }) {
  const used = sheetOf(gathering, sheet.hash).slips;
  const mine = kept.held.map((three) => three[sheet.round]);
  return mine.find(({ message }) => !used.includes(message)) ?? null;
}

/** Return codes of what was written at this gathering from this phone. */
export const ownCodes = ({ gathering }) => codes(gathering);
