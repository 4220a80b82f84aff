// The facilitator's time, in whole minutes. Only this page has a clock, and it never hurries.

import { keep, read } from "./store.js";
import { count, say } from "./words.js";

const MINUTE = 60_000;

export class Clock {
  constructor({ room }) {
    this.name = `since.${room}`;
    this.place = document.getElementById("timer");
    setInterval(() => this.tell(), 5000);
  }

  /** The minutes of a phase run from when this page first heard of it. */
  show({ id, minutes }) {
    const kept = read(this.name, {});
    if (kept.phase !== id) keep(this.name, { phase: id, at: Date.now(), more: 0 });
    this.minutes = minutes;
    this.tell();
  }

  /** Give the phase more minutes, counted from now where its time is over. */
  add(phase, minutes) {
    const kept = read(this.name, { phase: phase.id, at: Date.now(), more: 0 });
    const missed = Math.max(0, -this.left(kept, phase.minutes));
    keep(this.name, { ...kept, more: kept.more + missed + minutes });
    this.tell();
  }

  left = ({ at, more }, minutes) => Math.ceil((at + (minutes + more) * MINUTE - Date.now()) / MINUTE);

  tell() {
    const kept = read(this.name);
    if (!kept || !this.minutes) return;
    const left = this.left(kept, this.minutes);
    this.place.querySelector("[data-left]").textContent = left > 0 ? count("minutes", left) : say("over");
    const bar = this.place.querySelector("progress");
    bar.max = this.minutes + kept.more;
    bar.value = Math.max(0, Math.min(left, bar.max));
  }
}
