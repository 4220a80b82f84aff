// Words about dying: one calm card under the text, found on this phone and told to nobody. The
// text is kept either way.

import { say } from "./words.js";

const PAUSE = 1200;

export class CareCard {
  constructor(field) {
    this.field = field;
    this.card = document.getElementById("care-card");
    this.home = this.card.parentElement;
    this.words = say("dying_words").split("|").map(plain);
    this.meansWork = false;
    field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), PAUSE);
    });
    document.getElementById("my-work").addEventListener("click", () => {
      this.meansWork = true;
      this.card.hidden = true;
    });
  }

  /** Show the card if the text asks for it. It is not taken away again while she writes. */
  look() {
    if (this.card.parentElement !== this.home) this.home.append(this.card);
    const text = plain(this.field.value);
    this.found = !this.meansWork && this.words.some((word) => word && text.includes(word));
    this.card.hidden = !this.found;
  }

  /** The text has been kept: the card goes where the eyes are now. */
  moveTo(place) {
    clearTimeout(this.timer);
    place.append(this.card);
  }
}

const plain = (text) =>
  text.toLocaleLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[’']/g, "'").trim();
