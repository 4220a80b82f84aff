// What a phone derives from its locker secret: slips, the locker's keys, return codes.
//
// Everything about a slip comes from the secret and the issuer key by HKDF-SHA256 (RFC 5869), with
// the SHA-256 of the key's DER as salt and one label per purpose, so that a wiped or second phone
// that knows the eight words asks again with the same bytes. `phronesis/ballot/slips.py` is a second
// implementation; `tests/vectors/slips.json` holds both to the same bytes.

import { concat, sha256, toNumber, fromNumber, utf8 } from "../design/bytes.js";
import { blind, finalize, invert, readIssuer } from "./blind_rsa.js";
import { fromWords, toWords } from "./words.js";

export const SECRET_BYTES = 11;
export const SECRET_WORDS = 8;
export const CODE_BYTES = 16;
export const CODE_WORDS = 12;
const LABEL = "phronesis/v1/";
const ATTEMPTS = 256;

/** The slip of this locker secret under this issuer key (DER): {message, prefix, salt, r}. */
export async function derive(secret, issuerDer) {
  const { n, length } = await readIssuer(issuerDer);
  const salt = await sha256(issuerDer);
  return {
    message: await hkdf(secret, salt, "slip/message", 32),
    prefix: await hkdf(secret, salt, "slip/prefix", 32),
    salt: await hkdf(secret, salt, "slip/salt", 48),
    r: await blinding(secret, salt, n, length),
  };
}

/** Ask for a slip: {slip, blinded: bytes to send, inverse: BigInt to keep for `accept`}. */
export async function ask(secret, issuerDer) {
  const slip = await derive(secret, issuerDer);
  const issuer = await readIssuer(issuerDer);
  const { message, inverse } = await blind(issuer, prepared(slip), slip.salt, slip.r);
  return { slip, blinded: message, inverse };
}

/** The token {message, prefix, signature} once what came back is checked; throws if it is none. */
export async function accept(asked, issuerDer, blindSignature) {
  const issuer = await readIssuer(issuerDer);
  const signature = await finalize(issuer, prepared(asked.slip), blindSignature, asked.inverse);
  return { message: asked.slip.message, prefix: asked.slip.prefix, signature };
}

/** What is signed: prefix ‖ message, 64 bytes (RFC 9474, 4.1). */
export const prepared = ({ prefix, message }) => concat(prefix, message);

/** Identifier, write key and encryption key of the locker with this secret, 32 bytes each. */
export async function locker(secret) {
  const none = new Uint8Array(0);
  return {
    identifier: await hkdf(secret, none, "locker/identifier", 32),
    writeKey: await hkdf(secret, none, "locker/write", 32),
    encryptionKey: await hkdf(secret, none, "locker/encryption", 32),
  };
}

/** 88 fresh bits. */
export const newSecret = () => crypto.getRandomValues(new Uint8Array(SECRET_BYTES));

/** The eight words of a locker secret. */
export const secretWords = (secret) => toWords(toNumber(secret), SECRET_WORDS);

/** The secret behind eight words, or null if they are not eight words of the list. */
export function secretFromWords(text) {
  const value = fromWords(text, SECRET_WORDS);
  return value === null ? null : fromNumber(value, SECRET_BYTES);
}

/** A fresh return code of 128 bits; it stays on its author's phone. */
export const newCode = () => crypto.getRandomValues(new Uint8Array(CODE_BYTES));

/** What is sent with a contribution: SHA-256 of the code. */
export const codeHash = (code) => sha256(code);

/** Twelve words: 128 bits and, as in BIP-39, the first four of their SHA-256 as a check. */
export async function codeWords(code) {
  return toWords((toNumber(code) << 4n) | (await check(code)), CODE_WORDS);
}

/** The code behind twelve words, or null if a word is unknown or the check fails. */
export async function codeFromWords(text) {
  const value = fromWords(text, CODE_WORDS);
  if (value === null) return null;
  const code = fromNumber(value >> 4n, CODE_BYTES);
  return (await check(code)) === (value & 15n) ? code : null;
}

const check = async (code) => BigInt((await sha256(code))[0] >> 4);

// r by rejection: HKDF output as long as n, until one lies in [1, n) and has an inverse.
async function blinding(secret, salt, n, length) {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const r = toNumber(await hkdf(secret, salt, `slip/blinding/${attempt}`, length));
    if (r >= 1n && r < n && invert(r, n) !== null) return r;
  }
  throw new RangeError("no blinding was found; the key is not an issuer's");
}

async function hkdf(secret, salt, label, length) {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: utf8(LABEL + label) };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 8 * length));
}
