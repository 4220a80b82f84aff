// The phone's part of a blind signature: RSABSSA-SHA384-PSS-Randomized (RFC 9474).
//
// `blind` hides a message, the server signs what it cannot read, `finalize` undoes the hiding and
// checks the signature. The other half is `phronesis/ballot/blind_rsa.py`. Whole numbers are
// BigInt: only the phone itself could time them, and it knows the secret anyway.

import { concat, fromBase64, fromNumber, toNumber } from "../design/bytes.js";

const HASH = "SHA-384";
const HASH_BYTES = 48;
const RSA_PSS = { name: "RSA-PSS", hash: HASH };

/** Read an issuer key (SubjectPublicKeyInfo DER). Throws if it is no RSA key.
 *  Gives {n, e: BigInt, length: bytes, verifier: CryptoKey}. */
export async function readIssuer(der) {
  const verifier = await crypto.subtle.importKey("spki", der, RSA_PSS, true, ["verify"]);
  const jwk = await crypto.subtle.exportKey("jwk", verifier);
  const n = toNumber(fromBase64(jwk.n));
  const length = Math.ceil(verifier.algorithm.modulusLength / 8);
  return { n, e: toNumber(fromBase64(jwk.e)), length, verifier };
}

/** Hide `prepared` behind r, uniform in [1, n) (RFC 9474, 4.2). `salt` is the PSS salt, 48 bytes.
 *  Gives {message: Uint8Array to send, inverse: BigInt to keep}. */
export async function blind(issuer, prepared, salt, r) {
  const { n, e, length } = issuer;
  const m = toNumber(await encode(prepared, salt, n.toString(2).length - 1));
  const inverse = invert(r, n);
  if (r < 1n || r >= n || inverse === null || invert(m, n) === null) {
    throw new RangeError("this blinding cannot be undone");
  }
  return { message: fromNumber((m * power(r, e, n)) % n, length), inverse };
}

/** Undo the blinding and check what came back (RFC 9474, 4.4): the signature, or it throws. */
export async function finalize(issuer, prepared, blindSignature, inverse, saltBytes = HASH_BYTES) {
  const { n, length } = issuer;
  if (blindSignature.length !== length) throw new RangeError("a blind signature is as long as the key");
  const signature = fromNumber((toNumber(blindSignature) * inverse) % n, length);
  if (!(await verify(issuer, prepared, signature, saltBytes))) {
    throw new RangeError("what came back is not a signature of this slip");
  }
  return signature;
}

/** Whether `signature` is this issuer's signature of `prepared` (RFC 9474, 4.5). */
export const verify = (issuer, prepared, signature, saltBytes = HASH_BYTES) =>
  crypto.subtle.verify({ name: "RSA-PSS", saltLength: saltBytes }, issuer.verifier, signature, prepared);

/** EMSA-PSS-ENCODE with SHA-384 and MGF1 (RFC 8017, 9.1.1); `bits` is one less than the key's. */
export async function encode(prepared, salt, bits) {
  const length = Math.ceil(bits / 8);
  const hashed = await sha384(concat(new Uint8Array(8), await sha384(prepared), salt));
  const block = new Uint8Array(length - HASH_BYTES - 1);
  block[block.length - salt.length - 1] = 0x01;
  block.set(salt, block.length - salt.length);
  const mask = await mgf1(hashed, block.length);
  const masked = block.map((byte, i) => byte ^ mask[i]);
  masked[0] &= 0xff >> (8 * length - bits);
  return concat(masked, hashed, [0xbc]);
}

// RFC 8017, B.2.1.
async function mgf1(seed, length) {
  const blocks = [];
  for (let i = 0; i * HASH_BYTES < length; i += 1) {
    blocks.push(await sha384(concat(seed, fromNumber(BigInt(i), 4))));
  }
  return concat(...blocks).slice(0, length);
}

const sha384 = async (bytes) => new Uint8Array(await crypto.subtle.digest(HASH, bytes));

// base ** exponent % n by squaring; the exponent is public.
function power(base, exponent, n) {
  let result = 1n;
  for (; exponent > 0n; exponent >>= 1n, base = (base * base) % n) {
    if (exponent & 1n) result = (result * base) % n;
  }
  return result;
}

/** The inverse of `value` modulo n by Euclid, or null where there is none. */
export function invert(value, n) {
  let [low, high, a, b] = [value % n, n, 1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high, a, b] = [high - quotient * low, low, b - quotient * a, a];
  }
  if (low !== 1n) return null;
  return a < 0n ? a + n : a;
}
