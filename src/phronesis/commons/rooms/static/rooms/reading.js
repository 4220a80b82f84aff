// Read first, then show: one text at a time, before anybody else sees any. What has not been
// read stays closed.

import { element, onAct } from "./steps.js";
import { capital, count, inWords, say } from "./words.js";

export class Reading {
  constructor({ act, room }) {
    Object.assign(this, { act, room, at: {} });
    onAct({
      show: ({ dataset }) => this.decide(dataset.phase, "show", ""),
      hold: ({ dataset }) => this.place(dataset.phase, "reasons", false),
      reason: ({ dataset }) => this.decide(dataset.phase, "hold", dataset.reason),
      earlier: ({ dataset }) => this.turn(dataset.phase, -1),
      later: ({ dataset }) => this.turn(dataset.phase, 1),
      "show-all": ({ dataset }) => this.act({ kind: "show", phase: dataset.phase }),
    });
  }

  items = (phase) => this.room().toRead[phase] ?? [];
  verdict = ({ id }) => this.room().verdicts[id]?.verdict;
  of = (phase, wanted) => this.items(phase).filter((item) => this.verdict(item) === wanted);

  place(phase, name, hidden) {
    const place = document.getElementById(`${name}-${phase}`);
    if (place && hidden !== undefined) place.hidden = hidden;
    return place;
  }

  /** While people write, or texts wait to be shown, going on is not the next thing. */
  holdsUp({ id, activity }) {
    if (activity !== "silent-writing" || this.room().walls[id]) return false;
    return !this.isClosed(id) || this.items(id).length > 0;
  }

  isClosed = (phase) => this.room().open[phase] === false;

  reopen({ id, activity }) {
    if (activity === "silent-writing" && this.isClosed(id)) {
      this.act({ kind: "reopen_writing", phase: id });
    }
  }

  show({ id, activity }) {
    if (activity !== "silent-writing") return;
    const shown = this.room().walls[id];
    const closed = this.isClosed(id);
    this.place(id, "writing", closed || Boolean(shown));
    this.place(id, "reading", !closed || Boolean(shown));
    this.place(id, "shown", !shown);
    this.place(id, "ready").textContent = count("ready", this.room().ready[id] ?? 0);
    const written = this.room().written[id] ?? 0;
    this.place(id, "written").textContent = say(written === 1 ? "written_one" : "written_many", {
      count: inWords(written),
    });
    this.fold(id, closed && !shown);
    if (shown) this.showShown(id, shown);
    else if (closed) this.showReading(id);
  }

  // While she reads, what to say stands folded away; she may open it again.
  fold(phase, folded) {
    const said = this.place(phase, "say");
    if (said.dataset.folded === String(folded)) return;
    said.dataset.folded = String(folded);
    said.open = !folded;
  }

  showReading(phase) {
    const items = this.items(phase);
    this.place(phase, "one", !items.length);
    this.place(phase, "none", items.length > 0);
    if (items.length) this.showOne(phase, items);
    const [show, held] = [this.of(phase, "show").length, this.of(phase, "hold").length];
    const left = items.length - show - held;
    this.place(phase, "tally").textContent = say("tally", { read: show, held, left });
    this.allow(phase, show, left);
  }

  showOne(phase, items) {
    if (!(phase in this.at)) this.at[phase] = this.nextUnread(phase, -1);
    const index = Math.min(this.at[phase], items.length - 1);
    const item = items[index];
    const one = this.place(phase, "one");
    const changed = one.dataset.item !== item.id;
    one.dataset.item = item.id;
    one.querySelector("[data-words]").textContent = item.text;
    one.querySelector("[data-carried]").hidden = !item.carried;
    one.querySelector("[data-which]").textContent = say("which", { n: index + 1, of: items.length });
    for (const act of ["show", "hold"]) {
      const button = one.querySelector(`[data-act='${act}']`);
      button.setAttribute("aria-pressed", String(this.verdict(item) === act));
    }
    const reason = this.room().verdicts[item.id]?.reason;
    one.querySelector("[data-reason-said]").textContent =
      this.verdict(item) === "hold" ? say("held_why", { reason: say(`reason_${reason}`) }) : "";
    if (changed) this.place(phase, "reasons", true);
  }

  // Enough texts that nobody can be picked out, and the reason why not while there are too few.
  allow(phase, show, left) {
    const button = this.place(phase, "show-all");
    const why = this.place(phase, "show-all-why");
    const enough = show >= 1 && this.items(phase).length >= 4;
    button.textContent = show ? count("show_all", show) : say("show_all_none");
    button.setAttribute("aria-disabled", String(!enough));
    if (this.items(phase).length < 4) why.textContent = say("too_few");
    else if (show < 1) why.textContent = say("none_read");
    else why.textContent = left ? say("unread_closed") : "";
  }

  showShown(phase, items) {
    this.place(phase, "shown-heading").textContent = capital(count("on_the_wall", items.length));
    this.place(phase, "shown-list").replaceChildren(
      ...items.map(({ id, text }) => this.shownCard(id, text)),
    );
  }

  shownCard(id, text) {
    const card = element("li");
    const known = this.room().counts[id] ?? 0;
    card.append(element("p", text, { class: "said" }));
    if (known >= 3) card.append(element("p", say("know_this", { count: inWords(known) }), { class: "small" }));
    return card;
  }

  decide(phase, verdict, reason) {
    const item = this.place(phase, "one").dataset.item;
    this.act({ kind: "read", item, verdict, reason });
    this.room().verdicts[item] = { verdict, reason };
    this.at[phase] = this.nextUnread(phase, this.at[phase]);
    this.place(phase, "reasons", true);
    this.showReading(phase);
    this.place(phase, "one").querySelector("[data-words]").focus({ preventScroll: true });
  }

  // The next one not yet read after this, else any not yet read, else the one she is at.
  nextUnread(phase, at) {
    const unread = this.items(phase).flatMap((item, n) => (this.verdict(item) ? [] : [n]));
    return unread.find((n) => n > at) ?? unread[0] ?? Math.max(0, at);
  }

  turn(phase, by) {
    const last = this.items(phase).length - 1;
    this.at[phase] = Math.max(0, Math.min(last, this.at[phase] + by));
    this.showReading(phase);
  }
}
