// The facilitator's time. Only this page has a clock; design/timer.js says the minutes.

import { keep, read } from "./store.js";

const MINUTE = 60_000;

export class Clock {
  constructor({ room, phases }) {
    this.name = `since.${room}`;
    this.phases = phases;
    this.place = document.getElementById("timer");
  }

  /** The minutes of this phase run from when this phone first saw it, or the room says so. */
  show({ id, minutes }, { since }) {
    const kept = read(this.name, {});
    if (kept.phase !== id) keep(this.name, { phase: id, at: Date.parse(since) || Date.now(), more: 0 });
    const { at, more } = read(this.name);
    const ends = new Date(at + (minutes + more) * MINUTE).toISOString();
    if (this.place.dataset.ends === ends) return;
    this.place.dataset.ends = ends;
    this.place.querySelector("progress").max = minutes + more;
    document.dispatchEvent(new CustomEvent("phronesis:time"));
  }

  /** Give the phase more minutes, counted from now where its time is over. */
  add(phase, minutes) {
    const kept = read(this.name, { phase: phase.id, at: Date.now(), more: 0 });
    const over = Date.now() - (kept.at + (phase.minutes + kept.more) * MINUTE);
    const missed = Math.max(0, Math.ceil(over / MINUTE));
    keep(this.name, { ...kept, more: kept.more + missed + minutes });
    this.show(phase, {});
  }
}
