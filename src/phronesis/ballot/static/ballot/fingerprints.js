// One short name for all keys of a gathering; the phone refuses keys it was not invited with.
// `phronesis/ballot/fingerprints.py` says what it is made of and prints it.

import { concat, fromHex, fromNumber, sha256, utf8 } from "../design/bytes.js";

const ROUNDS = 3;
const SHORT = 20;
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The 32-byte fingerprint of {gathering: UUID string, issuers: 3 DER, seals: 3 points,
 *  sheetKey}. */
export async function fingerprint({ gathering, issuers, seals, sheetKey }) {
  if (issuers.length !== ROUNDS || seals.length !== ROUNDS) {
    throw new RangeError("a gathering has an issuer and a seal key for each of three rounds");
  }
  const commitment = await sha256(concat(utf8("phronesis/v1/sheet-key"), sheetKey));
  const id = fromHex(gathering.replace(/-/g, ""));
  const parts = [utf8("phronesis/v1/gathering-keys"), id, ...issuers, ...seals, commitment];
  return sha256(concat(...parts.flatMap((part) => [fromNumber(BigInt(part.length), 4), part])));
}

/** All of it, 52 characters, as in the link and the QR code. */
export function full(value) {
  const bits = Array.from(value, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => ALPHABET[parseInt(group.padEnd(5, "0"), 2)]).join("");
}

/** Five groups of four, as on paper. */
export const short = (value) => full(value).slice(0, SHORT).match(/.{4}/g).join("-");

/** Whether `given`, full or short, typed or scanned, names these keys. */
export function matches(value, given) {
  const letters = given.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  const whole = full(value);
  return [SHORT, whole.length].includes(letters.length) && whole.startsWith(letters);
}
