// Carrying a kept text to a gathering: looked at once more, sealed on this phone, sent without a
// cookie, taken back until the gathering begins.

import { fromBase64, fromHex, toBase64url, toHex, utf8 } from "../design/bytes.js";
import { seal } from "../design/hpke.js";
import { freshCode } from "../ballot/keeping.js";
import { circles } from "./circles.js";
import { changeKept, keptWord } from "./kept.js";
import { places, replaced } from "./signs.js";
import { announce, element, onAct, open } from "./steps.js";
import { capital, say } from "./words.js";

const SIZE = 8192; // every text goes in the same size

export class Carrying {
  constructor({ done }) {
    Object.assign(this, { done, known: [], at: 0, settled: new Set() });
    onAct({ replace: (tap) => this.replace(tap), leave: (tap) => this.leave(tap) });
  }

  get circle() {
    return this.known[this.at];
  }

  /** After a text was kept: where could it go? Says nothing where there is nowhere. */
  async offer(id) {
    this.id = id;
    this.at = 0;
    this.known = await circles();
    document.getElementById("offer").hidden = !this.known.length;
    if (this.known.length) this.sayCircle();
  }

  another() {
    this.at = (this.at + 1) % this.known.length;
    this.sayCircle();
    announce(document.getElementById("offer-line").textContent);
  }

  sayCircle() {
    document.getElementById("offer-line").textContent = say("offer", this.circle);
    document.getElementById("another").hidden = this.known.length < 2;
    document.getElementById("who-reads").textContent = say("who_reads", { who: this.circle.who_reads });
    document.getElementById("until").textContent = say("until", this.circle);
    for (const button of document.querySelectorAll("[data-carry]")) {
      button.textContent = say("carry_to", this.circle);
    }
  }

  /** Before it goes: the text, and at most two suggestions. */
  async begin(id) {
    if (this.id !== id || !this.known.length) await this.offer(id);
    if (!this.known.length) return this.tell("nowhere");
    this.text = keptWord(id).text;
    this.settled.clear();
    this.look();
    this.tell("");
    return open("before");
  }

  look() {
    const found = places(this.text).filter(({ words }) => !this.settled.has(words));
    const parts = [];
    let from = 0;
    for (const { start, end, words } of found) {
      parts.push(this.text.slice(from, start), element("mark", words));
      from = end;
    }
    document.getElementById("going").replaceChildren(...parts, this.text.slice(from));
    const first = found.slice(0, 1); // one thing at a time; both places are underlined
    document.getElementById("suggestions").replaceChildren(...first.map(suggestion));
  }

  replace({ dataset }) {
    const place = places(this.text).find(({ words }) => words === dataset.words);
    if (place) this.text = replaced(this.text, place, instead(place));
    this.look();
    document.getElementById("going").focus();
  }

  leave({ dataset }) {
    this.settled.add(dataset.words);
    this.look();
    document.getElementById("going").focus();
  }

  async send() {
    const { gathering, title, weekday, until } = this.circle;
    try {
      const code = await this.deliver(gathering);
      changeKept(this.id, { carried: { gathering, title, weekday, until, code } });
    } catch (problem) {
      return this.tell(problem.status === 410 ? "begun" : "not_sent");
    }
    document.getElementById("sent-line").textContent = say("sent", this.circle);
    return open("sent");
  }

  // The code is kept before anything is sent: what cannot be taken back is not sent.
  async deliver(gathering) {
    const terms = await json(`/rooms/gatherings/${gathering}/carry`, {});
    const { code, hash } = await freshCode(gathering);
    const [key, audience] = [fromBase64(terms.public_key), fromHex(terms.aad)];
    const sealed = await seal(key, utf8(terms.info), audience, filled(this.text));
    await json(`/rooms/gatherings/${gathering}/carried`, {
      code_hash: toHex(hash),
      sealed: toBase64url(sealed),
    });
    return toHex(code);
  }

  canTakeBack = ({ carried }) => Boolean(carried) && Date.parse(carried.until) > Date.now();

  status = (kept) => say(this.canTakeBack(kept) ? "waits" : "was_carried", kept.carried);

  /** True once it has been taken back. */
  async takeBack({ carried }) {
    try {
      await json("/rooms/carried/back", { gathering: carried.gathering, code: carried.code });
      return true;
    } catch {
      this.tell("not_back");
      return false;
    }
  }

  tell(name) {
    for (const place of document.querySelectorAll("[data-trouble]")) {
      place.textContent = name ? say(name) : "";
      place.hidden = !name;
    }
  }
}

// What stands in its place: a plainer word, or three dots where no word fits every sentence.
function instead({ kind, words }) {
  if (kind === "age") return "…";
  const plain = say(`instead_${kind}`);
  return /^\p{Lu}/u.test(words) && kind === "family" ? capital(plain) : plain;
}

function suggestion({ kind, words }) {
  const one = element("li");
  one.append(element("p", say(`may_point_${kind}`, { words })));
  const acts = element("div", "", { class: "actions actions-row" });
  for (const [act, label] of [["replace", say(`instead_${kind}`)], ["leave", say("leave_it")]]) {
    const attributes = { class: "button", type: "button", "data-act": act, "data-words": words };
    acts.append(element("button", label, attributes));
  }
  one.append(acts);
  return one;
}

// The words, filled with zeros to a size that says nothing about them.
function filled(text) {
  const bytes = new Uint8Array(SIZE);
  bytes.set(utf8(text).slice(0, SIZE));
  return bytes;
}

// Without a cookie: nobody is signed in here, and nothing says which phone it was.
async function json(address, body) {
  const asks = Object.keys(body).length === 0;
  const answer = await fetch(address, {
    method: asks ? "GET" : "POST",
    credentials: "omit",
    cache: "no-store",
    headers: asks ? {} : { "Content-Type": "application/json" },
    body: asks ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw answer;
  return asks ? answer.json() : null;
}
