// Taking a say in what leaves: keys, three blinded messages, three slips, kept on this phone.
//
// The keys are fetched by every phone in the room, whether or not it wants a slip: whoever wrote
// there may later read the sheet and keep a text in the room by a return code. They are refused
// where they are not the ones that the link or the QR code named, or not the ones seen before.

import { canSeal, fromBase64, toBase64 } from "../design/bytes.js";
import { fingerprint, full, matches, short } from "./fingerprints.js";
import * as keeping from "./keeping.js";
import { accept, ask } from "./slips.js";

const ROUNDS = 3;
const MOST_PEOPLE = 8; // who share one phone

/** Fetch the keys of a gathering, check what they are called, and keep them.
 *  Gives {status: "kept", short} or {status, refused: sentence or ""}, as `collectSlips` does. */
export async function keepKeys({ gathering, code = "", fingerprint: named = "" }) {
  if (!canSeal()) return { status: "insecure", refused: "" };
  try {
    const keys = await fetchKeys({ gathering, code, named });
    return { status: "kept", short: short(keys.value) };
  } catch (problem) {
    return refusal(problem);
  }
}

/** Collect the three slips of a gathering with the four digits shown in its room.
 *
 *  `code` is the gathering's own, under which the fingerprint of a link was kept (invited.js);
 *  `fingerprint` may be given instead. Gives {given: true, status: "collected", short, beside}
 *  (`beside`: somebody else's slip is on this phone too), or {refused, status}: `refused` is the
 *  server's sentence or "", `status` one of "insecure", "keys" (other keys than those named),
 *  "sign-in", "word", "tries", "elsewhere" (slips of this member are on another phone), "refused",
 *  "away". */
export async function collectSlips({ gathering, word, code = "", fingerprint: named = "" }) {
  if (!canSeal()) return { status: "insecure", refused: "" };
  try {
    const keys = await fetchKeys({ gathering, code, named });
    const { tokens, beside } = await askWithASecret({ gathering, word, keys });
    keepTokens(gathering, tokens);
    prepareThePage();
    return { given: true, status: "collected", short: short(keys.value), beside };
  } catch (problem) {
    return refusal(problem);
  }
}

class Refusal extends Error {
  constructor(status, sentence = "") {
    super(status);
    Object.assign(this, { status, sentence });
  }
}

/** The keys in `body`, as the server sends them, if they are called `expected`; throws if not.
 *  `expected` may be empty: then they are taken as they come. */
export async function checkedKeys(gathering, body, expected) {
  const keys = {
    gathering,
    issuers: body.issuers.map(fromBase64),
    seals: body.seals.map(fromBase64),
    sheetKey: fromBase64(body.sheet_key),
  };
  const value = await fingerprint(keys);
  if (expected && !matches(value, expected)) throw new Refusal("keys");
  return { ...keys, value };
}

async function fetchKeys({ gathering, code, named }) {
  const answer = await fetch(`/ballot/gatherings/${gathering}/keys`, {
    headers: { Accept: "application/json" },
    cache: "no-store",
  });
  if (!answer.ok) throw await said(answer);
  const before = keeping.slips(gathering);
  const names = [named, keeping.nameOf(gathering), code && keeping.nameOf(code), before?.fingerprint];
  const body = await answer.json();
  let keys;
  for (const name of [...names.filter(Boolean), ""]) keys = await checkedKeys(gathering, body, name);
  keeping.keepSlips(gathering, {
    on: new Date().toISOString().slice(0, 10),
    held: [],
    ...before,
    fingerprint: full(keys.value),
    sheetKey: body.sheet_key,
    seals: body.seals,
  });
  return keys;
}

// One phone, several people: each membership asks with a secret of its own. The server tells by the
// seat that somebody else asked with these bytes ("other"), or that this member did with other
// bytes ("elsewhere"); the phone need not know who is signed in.
async function askWithASecret({ gathering, word, keys }) {
  const known = keeping.secrets();
  let elsewhere = null;
  for (let turn = 0; turn < MOST_PEOPLE; turn += 1) {
    if (turn >= known.length && elsewhere) throw elsewhere;
    const secret = known[turn] ?? keeping.anotherSecret();
    try {
      return { tokens: await askThree({ gathering, word, keys, secret }), beside: turn > 0 };
    } catch (problem) {
      if (problem.status === "elsewhere") elsewhere = problem;
      else if (problem.status !== "other") throw problem;
    }
  }
  throw elsewhere ?? new Refusal("refused");
}

async function askThree({ gathering, word, keys, secret }) {
  const asked = await Promise.all(keys.issuers.map((issuer) => ask(secret, issuer)));
  const answer = await fetch("/ballot/tokens", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": await csrf() },
    body: JSON.stringify({ gathering, word, blinded: asked.map(({ blinded }) => toBase64(blinded)) }),
  });
  if (!answer.ok) throw await said(answer);
  const { signatures } = await answer.json();
  if (signatures.length !== ROUNDS) throw new Refusal("refused");
  return Promise.all(
    asked.map((one, round) => accept(one, keys.issuers[round], fromBase64(signatures[round]))),
  );
}

async function csrf() {
  const answer = await fetch("/ballot/csrf", { cache: "no-store" });
  if (!answer.ok) throw await said(answer);
  return (await answer.json()).token;
}

// A phone may hold the slips of several people; the same slips again are the same.
function keepTokens(gathering, tokens) {
  const kept = keeping.slips(gathering) ?? {};
  const slips = tokens.map((token) =>
    Object.fromEntries(Object.entries(token).map(([part, bytes]) => [part, toBase64(bytes)])));
  const held = kept.held ?? [];
  if (held.some(([first]) => first.message === slips[0].message)) return;
  keeping.keepSlips(gathering, { ...kept, held: [...held, slips] });
}

// The page that will ask is kept on this phone from now on, so that opening it later asks nobody.
function prepareThePage() {
  const language = encodeURIComponent(document.documentElement.lang);
  navigator.serviceWorker
    ?.register(`/let-go/worker.js?in=${language}`, { scope: "/let-go", updateViaCache: "all" })
    .catch(() => {});
}

const STATUSES = ["sign-in", "word", "tries", "other", "elsewhere"];

async function said(answer) {
  const problem = await answer.json().catch(() => ({}));
  const away = answer.status >= 500 ? "away" : "refused";
  const status = STATUSES.includes(problem.reason) ? problem.reason : away;
  return new Refusal(status, problem.detail ?? "");
}

function refusal(problem) {
  if (problem instanceof Refusal) return { status: problem.status, refused: problem.sentence };
  if (problem instanceof TypeError) return { status: "away", refused: "" };
  return { status: "refused", refused: "" };
}
