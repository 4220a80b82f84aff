// What this phone keeps for itself: the locker secret, slips, return codes. Never the words.
//
// Where a browser keeps nothing (private windows, blocked storage), everything here answers as if
// nothing had been kept, and `keeps()` says so, so that the page can. Blocked or full storage never
// throws; `freshCode` alone needs cryptography (`canSeal()` of bytes.js).

import { fromHex, toHex } from "../design/bytes.js";
import { codeHash, newCode, newSecret } from "./slips.js";

const SECRET = "phronesis.locker";
const CODES = "phronesis.codes.";
const SLIPS = "phronesis.slips.";
const OTHERS = "phronesis.lockers";
const NAMED = "phronesis.named.";
const PROBE = "phronesis.probe";
let unkept = null;

/** Whether this browser keeps anything at all. */
export function keeps() {
  const kept = write(PROBE, "1") && read(PROBE) === "1";
  forget(PROBE);
  return kept;
}

/** The phone's locker secret, or null if none is kept yet. */
export function secret() {
  try {
    const bytes = fromHex(read(SECRET) ?? "");
    return bytes.length ? bytes : null;
  } catch {
    return null;
  }
}

/** The phone's locker secret, made now if there is none; where nothing is kept, one for this page. */
export function ownSecret() {
  const kept = secret();
  if (kept) return kept;
  unkept ??= newSecret();
  write(SECRET, toHex(unkept));
  return secret() ?? unkept;
}

/** Take over the secret behind somebody's eight words. True if the browser kept it. */
export const takeSecret = (bytes) => write(SECRET, toHex(bytes));

/** All locker secrets of this phone, its own first: where two people share a tablet, each has one. */
export function secrets() {
  const others = (read(OTHERS) ?? "").split(" ").filter((one) => /^[0-9a-f]{22}$/.test(one));
  return [ownSecret(), ...others.map(fromHex)];
}

/** One more locker secret, for somebody else on this phone. */
export function anotherSecret() {
  const fresh = newSecret();
  write(OTHERS, [read(OTHERS), toHex(fresh)].filter(Boolean).join(" "));
  return fresh;
}

/** Remember by which keys a gathering was named in its link or QR code. True if it was kept. */
export const keepName = (gathering, fingerprint) => write(NAMED + gathering, fingerprint);

/** The fingerprint a gathering was named by, or "" where this phone knows none. */
export const nameOf = (gathering) => read(NAMED + gathering) ?? "";

/** A fresh code for one contribution, kept before it is used: {code, hash, kept}, all bytes but
 *  `kept`. */
export async function freshCode(gathering) {
  const code = newCode();
  const hash = await codeHash(code);
  return { code, hash, kept: keepCode(gathering, code) };
}

/** Keep one more code of a gathering. True if the browser kept it. */
export const keepCode = (gathering, code) =>
  write(CODES + gathering, [...new Set([...codes(gathering).map(toHex), toHex(code)])].join(" "));

/** All codes this phone keeps of a gathering, as bytes. */
export function codes(gathering) {
  const kept = (read(CODES + gathering) ?? "").split(" ");
  return kept.filter((code) => /^[0-9a-f]{32}$/.test(code)).map(fromHex);
}

/** Keep what the letting-go page will need of a gathering: any JSON value without words in it. */
export const keepSlips = (gathering, value) => write(SLIPS + gathering, JSON.stringify(value));

/** What `keepSlips` kept, or null. */
export function slips(gathering) {
  try {
    return JSON.parse(read(SLIPS + gathering) ?? "null");
  } catch {
    return null;
  }
}

/** Ids of the gatherings of which this phone keeps slips. */
export function gatherings() {
  try {
    const names = Object.keys(localStorage);
    return names.filter((name) => name.startsWith(SLIPS)).map((name) => name.slice(SLIPS.length));
  } catch {
    return [];
  }
}

/** Forget the codes and slips of a gathering, when its words are erased. */
export function forgetGathering(gathering) {
  forget(CODES + gathering);
  forget(SLIPS + gathering);
  forget(NAMED + gathering);
}

function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    localStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
}

function forget(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing was kept, so nothing is left.
  }
}
