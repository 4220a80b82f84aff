// Seal words to a public key: RFC 9180, base mode, single-shot, DHKEM(P-256, HKDF-SHA256),
// HKDF-SHA256, AES-128-GCM. The other half is `phronesis/vault/hpke.py`, which opens them.
//
// A public key is the 65-byte uncompressed point; what comes out is enc (65) ‖ ciphertext ‖ tag (16).
// Needs `canSeal()` of bytes.js: https, or localhost.

import { concat, utf8 } from "./bytes.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const VERSION = utf8("HPKE-v1");
const KEM_SUITE = concat(utf8("KEM"), [0x00, 0x10]);
const HPKE_SUITE = concat(utf8("HPKE"), [0x00, 0x10, 0x00, 0x01, 0x00, 0x01]);
const NOTHING = new Uint8Array(0);

/** How many bytes longer a sealed message is than what it seals. */
export const OVERHEAD = 65 + 16;

/** Seal `plaintext` to `publicKey`; `info` and `aad` must be given again to open it.
 *  All Uint8Array. Throws if `publicKey` is no point of the curve. */
export async function seal(publicKey, info, aad, plaintext) {
  const ephemeral = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  return sealFrom(ephemeral, publicKey, info, aad, plaintext);
}

/** `seal` with the one-time key pair given: only so that the RFC's vectors can be replayed. */
export async function sealFrom(ephemeral, publicKey, info, aad, plaintext) {
  const receiver = await crypto.subtle.importKey("raw", publicKey, CURVE, false, []);
  const enc = new Uint8Array(await crypto.subtle.exportKey("raw", ephemeral.publicKey));
  const dh = await crypto.subtle.deriveBits(
    { name: "ECDH", public: receiver }, ephemeral.privateKey, 256,
  );
  const shared = await sharedSecret(new Uint8Array(dh), concat(enc, publicKey));
  const { key, nonce } = await keyAndNonce(shared, info);
  const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const gcm = { name: "AES-GCM", iv: nonce, additionalData: aad };
  return concat(enc, new Uint8Array(await crypto.subtle.encrypt(gcm, aes, plaintext)));
}

// RFC 9180, 4.1: ExtractAndExpand.
async function sharedSecret(dh, context) {
  const prk = await extract(KEM_SUITE, NOTHING, "eae_prk", dh);
  return expand(KEM_SUITE, prk, "shared_secret", context, 32);
}

// RFC 9180, 5.1: the key schedule of the base mode, for the first and only message.
async function keyAndNonce(shared, info) {
  const pskIdHash = await extract(HPKE_SUITE, NOTHING, "psk_id_hash", NOTHING);
  const infoHash = await extract(HPKE_SUITE, NOTHING, "info_hash", info);
  const context = concat([0x00], pskIdHash, infoHash);
  const secret = await extract(HPKE_SUITE, shared, "secret", NOTHING);
  const key = await expand(HPKE_SUITE, secret, "key", context, 16);
  return { key, nonce: await expand(HPKE_SUITE, secret, "base_nonce", context, 12) };
}

// LabeledExtract (RFC 9180, 4).
const extract = (suite, salt, label, ikm) => hmac(salt, concat(VERSION, suite, utf8(label), ikm));

// LabeledExpand (RFC 9180, 4). One block of HKDF-Expand is enough: nothing here is over 32 bytes.
async function expand(suite, prk, label, info, length) {
  const labelled = concat([0, length], VERSION, suite, utf8(label), info);
  return (await hmac(prk, concat(labelled, [0x01]))).slice(0, length);
}

async function hmac(secret, message) {
  // An empty key is the same as zeros to HMAC, but WebCrypto does not import it.
  const bytes = secret.length ? secret : new Uint8Array(32);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
}
