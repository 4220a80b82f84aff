// A hand is a hand: up, next, down. Only this phone knows that it is its own.

import { announce, onAct } from "./steps.js";
import { say } from "./words.js";

export class Hand {
  constructor({ mine, outbox }) {
    Object.assign(this, { mine, outbox, said: "" });
    onAct({ "hand-up": () => this.raise(), "hand-down": () => this.lower() });
  }

  raise() {
    const id = this.outbox.put({ kind: "hand" });
    this.mine.keepHand({ id, next: false });
    this.show();
    this.focus();
  }

  lower() {
    const hand = this.mine.hand();
    if (hand) this.outbox.put({ kind: "hand_down", hand: hand.id });
    this.mine.keepHand(null);
    this.show();
    this.focus();
  }

  /** The room may know this hand by another id: it was up already, from another page. */
  safe({ id }, receipt) {
    const hand = this.mine.hand();
    if (hand?.id === id && receipt.hand) this.mine.keepHand({ ...hand, id: receipt.hand });
  }

  refused() {
    this.mine.keepHand(null);
    this.show();
  }

  /** `next` is the hand whose turn it is; the room sends it to every phone alike. */
  show(next = this.next) {
    this.next = next;
    const hand = this.mine.hand();
    if (hand && hand.id === next) this.mine.keepHand({ ...hand, next: true });
    else if (hand?.next) this.mine.keepHand(null);
    const state = this.state();
    for (const place of document.querySelectorAll("[data-hand]")) {
      place.hidden = place.dataset.hand !== state;
    }
    if (state === "next" && this.said !== "next") announce(say("you_are_next"));
    this.said = state;
  }

  state() {
    const hand = this.mine.hand();
    if (!hand) return "down";
    return hand.next ? "next" : "up";
  }

  // The button just tapped has gone; its successor in the same place takes the focus.
  focus() {
    const places = [...document.querySelectorAll(`[data-hand="${this.state()}"] button`)];
    places.find((button) => button.offsetParent)?.focus();
  }
}
