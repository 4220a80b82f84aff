// What this phone keeps of its own answers: that it answered, its receipts, the codes that ask a
// text back, whether it weighs less. No words of a text, and nothing of what was answered.

const KEPT = "phronesis.letting-go.";
const memory = new Map();

const empty = () => ({ sheets: {}, asked: {} });

/** Everything kept of one gathering: {sheets: {hash: sheet}, asked: {text: true}}. A sheet is
 *  {texts, slips: messages used, receipts, codes: {text: [hex]}, weighs}. */
export function mine(gathering) {
  try {
    return JSON.parse(localStorage.getItem(KEPT + gathering)) ?? memory.get(gathering) ?? empty();
  } catch {
    return memory.get(gathering) ?? empty();
  }
}

/** Keep it. True if it will still be there after the page has gone. */
export function keepMine(gathering, value) {
  memory.set(gathering, value);
  try {
    localStorage.setItem(KEPT + gathering, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** What is kept of one sheet, empty if nothing. */
export const sheetOf = (gathering, hash) =>
  mine(gathering).sheets[hash] ?? { texts: [], slips: [], receipts: [], codes: {}, weighs: "" };

/** Change what is kept of one sheet. True if the browser kept it. */
export function changeSheet(gathering, hash, changes) {
  const all = mine(gathering);
  all.sheets[hash] = { ...sheetOf(gathering, hash), ...changes };
  return keepMine(gathering, all);
}
