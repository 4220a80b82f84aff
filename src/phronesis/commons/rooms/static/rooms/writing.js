// Writing in silence: the field, its draft, ready, pass, and words that the room has left behind.

import { announce, onAct } from "./steps.js";
import { keepWords } from "./kept.js";
import { say } from "./words.js";

/** The writing phases of a room. `changed` is called when something is to be shown anew. */
export class Writing {
  constructor(phases, { mine, outbox, changed }) {
    Object.assign(this, { mine, outbox, changed });
    this.phases = phases.filter(({ activity }) => activity === "silent-writing").map(({ id }) => id);
    this.phases.forEach((phase) => this.prepare(phase));
    onAct({
      ready: ({ dataset }) => this.ready(dataset.phase),
      pass: ({ dataset }) => this.pass(dataset.phase),
      again: ({ dataset }) => this.again(dataset.phase),
      "send-now": ({ dataset }) => this.sendNow(dataset.phase),
      keep: ({ dataset }) => this.keepHere(dataset.phase),
    });
  }

  field = (phase) => document.getElementById(`text-${phase}`);

  prepare(phase) {
    const field = this.field(phase);
    field.value = this.mine.draft(phase);
    field.addEventListener("input", () => this.mine.keepDraft(phase, field.value));
  }

  /** A phase whose words are neither sent nor put away, or undefined. */
  unfinished() {
    return this.phases.find((phase) => !this.mine.done(phase) && this.mine.draft(phase).trim());
  }

  async ready(phase) {
    await this.sendText(phase);
    this.pass(phase);
  }

  // Ready and pass are the same bytes: nobody can tell one from the other.
  pass(phase) {
    this.mine.setDone(phase, true);
    this.outbox.put({ kind: "ready", phase });
    this.changed();
  }

  again(phase) {
    this.mine.setDone(phase, false);
    this.changed();
    this.field(phase).focus();
  }

  async sendText(phase) {
    const text = this.field(phase).value.trim();
    if (!text) return;
    const code_hash = await this.mine.newHash();
    this.outbox.put({ kind: "text", phase, text, code_hash });
  }

  async sendNow(phase) {
    await this.sendText(phase);
    this.mine.setDone(phase, true);
    this.changed();
  }

  keepHere(phase) {
    keepWords(this.field(phase).value);
    this.letGo(phase);
    this.mine.setDone(phase, true);
    this.changed();
  }

  /** The words are safe elsewhere: the phone keeps them no longer. */
  letGo(phase) {
    this.mine.dropDraft(phase);
    this.field(phase).value = "";
  }

  /** The words came too late: they go to what is kept on this phone, and she is told. */
  refused({ phase, text }, sentence) {
    keepWords(text);
    this.letGo(phase);
    const note = document.getElementById("refused");
    note.querySelector("[data-why]").textContent = sentence;
    note.hidden = false;
    announce(`${sentence} ${say("kept_on_phone")}`);
  }

  /** Stay with the words while the room has moved on: nothing moves but one line. */
  stay(phase, moved) {
    const line = document.getElementById(`moved-${phase}`);
    if (moved && line.hidden) announce(say("moved_on"));
    line.hidden = !moved;
    document.getElementById(`actions-${phase}`).hidden = moved;
  }
}
