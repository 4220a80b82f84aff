// Fetching, reading, sealing, sending: what a phone says to the ballot. Nothing here sends a
// cookie. `phronesis/ballot/opening.py` opens what is sealed here.

import { concat, fromBase64, fromHex, sha256, toBase64, toHex, utf8 } from "../design/bytes.js";
import { seal } from "../design/hpke.js";

const LABEL = utf8("phronesis/v1/sheet");
const INFO = utf8("phronesis/v1/answer");
const NONCE = 12;
const PADDED = 2048; // a slip and a return code, one text and three: all envelopes are as long
const SPACE = 32;

/** The sheet cannot be what this phone was promised: other bytes, another key, another gathering. */
export class Altered extends Error {}

/** The latest sheet of a gathering: {hash, round, state, results, ciphertext}; null if none.
 *  Throws TypeError where the network is away, Altered where its name is not its hash. */
export async function fetchSheet(gathering) {
  const answer = await fetch(`/ballot/gatherings/${gathering}/sheet`, WITHOUT_COOKIE);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new TypeError("the ballot is away");
  const sheet = await answer.json();
  const ciphertext = fromBase64(sheet.ciphertext);
  if (toHex(await sha256(ciphertext)) !== sheet.hash) throw new Altered();
  return { ...sheet, ciphertext };
}

/** What stands on the sheet: {closes, texts}. Throws Altered if this key does not open it. */
export async function readSheet(gathering, sheet, sheetKey) {
  const key = await crypto.subtle.importKey("raw", fromBase64(sheetKey), "AES-GCM", false, ["decrypt"]);
  const additionalData = concat(LABEL, fromHex(gathering.replace(/-/g, "")));
  const how = { name: "AES-GCM", iv: sheet.ciphertext.slice(0, NONCE), additionalData };
  let read;
  try {
    const plain = await crypto.subtle.decrypt(how, key, sheet.ciphertext.slice(NONCE));
    read = JSON.parse(new TextDecoder().decode(plain));
  } catch {
    throw new Altered();
  }
  if (read.gathering !== gathering || read.round !== sheet.round) throw new Altered();
  return read;
}

/** Seal {slip or code, answers, withdraw} for this sheet: {sealed, tag, receipt}. */
export async function sealFor(sheet, kept, body) {
  const plain = utf8(JSON.stringify(body));
  if (plain.length > PADDED) throw new RangeError("an answer is never this long");
  const padded = new Uint8Array(PADDED).fill(SPACE);
  padded.set(plain);
  const point = fromBase64(kept.seals[sheet.round]);
  const sealed = await seal(point, INFO, utf8(sheet.hash), padded);
  return {
    sealed: toBase64(sealed),
    tag: toBase64(await tagged(kept.sheetKey, sealed)),
    receipt: toHex(await sha256(sealed)),
  };
}

/** Send one envelope; "taken", "closed", "full" or "away". The same envelope twice is one answer. */
export async function send(hash, { sealed, tag }) {
  const status = await post(`/ballot/sheets/${hash}/ballots`, { sealed, tag });
  return { 202: "taken", 410: "closed", 503: "full" }[status] ?? "away";
}

/** Whether all these receipts are among the answers that were counted; null if nobody can tell. */
export async function counted(hash, receipts) {
  try {
    const answer = await fetch(`/ballot/sheets/${hash}/receipts`, WITHOUT_COOKIE);
    if (!answer.ok) return null;
    const { hashes } = await answer.json();
    return receipts.every((receipt) => hashes.includes(receipt));
  } catch {
    return null;
  }
}

/** Ask a text back with the code this phone kept (hex). True once it was taken. */
export const askBack = async (code) =>
  (await post("/ballot/withdrawals", { code: toBase64(fromHex(code)) })) === 202;

const WITHOUT_COOKIE = { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };

async function post(address, body) {
  try {
    const answer = await fetch(address, {
      ...WITHOUT_COOKIE,
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return answer.status;
  } catch {
    return 0;
  }
}

// That the sender has read the sheet, and nothing else about the sender.
async function tagged(sheetKey, sealed) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", fromBase64(sheetKey), algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, sealed));
}
