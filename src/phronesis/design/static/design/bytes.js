// Bytes in the spellings we send: hexadecimal, base64, base64url, numbers.

const encoder = new TextEncoder();

/** UTF-8 bytes of a string. */
export const utf8 = (text) => encoder.encode(text);

/** One Uint8Array from several. */
export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Lowercase hexadecimal. */
export const toHex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

/** Bytes of a hexadecimal string. Throws RangeError if it is none. */
export function fromHex(hex) {
  if (!/^([0-9a-f]{2})*$/i.test(hex)) throw new RangeError("this is not hexadecimal");
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** base64 with padding (RFC 4648, section 4). */
export const toBase64 = (bytes) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""));

/** base64url without padding (RFC 4648, section 5). */
export const toBase64url = (bytes) =>
  toBase64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** Bytes of base64 or base64url, padded or not. Throws if it is neither. */
export function fromBase64(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
}

/** A BigInt from big-endian bytes (RFC 8017, OS2IP). */
export const toNumber = (bytes) => BigInt(`0x${toHex(bytes) || "0"}`);

/** Big-endian bytes of a BigInt, filled to `length` (RFC 8017, I2OSP). */
export const fromNumber = (value, length) => fromHex(value.toString(16).padStart(2 * length, "0"));

/** Whether this browser offers cryptography here: it does so only over https or on localhost. */
export const canSeal = () => Boolean(globalThis.crypto?.subtle);

/** SHA-256 of bytes. */
export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
