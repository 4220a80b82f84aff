// Sending: an ordinary POST with an id made here, asked again with the same bytes until it is
// acknowledged. What waits survives a reload; it is gone from the phone once it is safe elsewhere.

import { forget, keep, read } from "./store.js";

const TRY_LATER = new Set([408, 425, 429]);
const LONGEST_WAIT = 15_000;

/** An id as the server wants it. `randomUUID` exists over https and on localhost only. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Outbox {
  /** `safe(event, receipt)` once it is on disk there; `refused(event, sentence)` when it never will be. */
  constructor(room, { safe = () => {}, refused = () => {} } = {}) {
    Object.assign(this, { room, safe, refused, busy: false, wait: 1000 });
    this.name = `outbox.${room}`;
    addEventListener("online", () => this.send());
    if (this.waiting().length) this.send();
  }

  /** Events not yet acknowledged, oldest first. */
  waiting = () => read(this.name, []);

  /** Queue an act and send it as soon as it can be. Returns its id. */
  put(act) {
    const event = { id: newId(), ...act };
    keep(this.name, [...this.waiting(), event]);
    this.send();
    return event.id;
  }

  async send() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    for (let [event] = this.waiting(); event; [event] = this.waiting()) {
      if (!(await this.deliver(event))) break;
      this.wait = 1000;
    }
    this.busy = false;
    if (!this.waiting().length) return;
    this.timer = setTimeout(() => this.send(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  // True when the event needs no further sending, whichever way that ended.
  async deliver(event) {
    const answer = await this.post(event);
    if (!answer || answer.status >= 500 || TRY_LATER.has(answer.status)) return false;
    this.drop(event.id);
    const said = await spoken(answer);
    if (answer.ok) this.safe(event, said);
    else this.refused(event, said.detail ?? "", answer.status);
    return true;
  }

  async post(event) {
    try {
      return await fetch(`/rooms/${this.room}/events`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(event),
      });
    } catch {
      return null;
    }
  }

  drop(id) {
    const left = this.waiting().filter((event) => event.id !== id);
    if (left.length) keep(this.name, left);
    else forget(this.name);
  }
}

async function spoken(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}
