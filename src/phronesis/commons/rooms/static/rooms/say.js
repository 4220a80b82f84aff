// A say in what leaves: asked only of those who want it, once, at the first quiet moment. What a
// slip is lies in the ballot; where a gathering has no ballot, nothing here is loaded.

import { announce, onAct } from "./steps.js";
import { say } from "./words.js";

let collect;

/** Offer it where the ballot can be reached. `facts` names the gathering. */
export async function offerSay(facts) {
  try {
    const ballot = await import("../ballot/collect.js");
    collect = ballot.collectSlips;
    // Also without a slip: whoever writes here can then keep a text here by its return code.
    ballot.keepKeys({ gathering: facts.gathering, code: facts.code });
  } catch {
    return;
  }
  for (const link of document.querySelectorAll("[data-act='say']")) link.hidden = false;
  onAct({ "take-slip": () => take(facts) });
  // Enter, or the tick of a phone's keyboard, does what the button does. Left alone, the browser
  // would send the form: the digits would stand in the address, and there would be no slip.
  document.getElementById("slip-form").addEventListener("submit", (event) => {
    event.preventDefault();
    take(facts);
  });
}

async function take({ gathering, code }) {
  const field = document.getElementById("room-word");
  const word = field.value.replace(/\D/g, "");
  if (word.length !== 4) return tell("word_wrong", field);
  const away = { status: "away" };
  const { status, refused } = await collect({ gathering, code, word }).catch(() => away);
  if (status === "collected") return collected();
  if (status === "sign-in") return signIn();
  return tell(refused || `slip_${status}`, field);
}

function collected() {
  document.getElementById("slip-form").hidden = true;
  const done = document.getElementById("slip-done");
  done.hidden = false;
  done.focus();
}

function signIn() {
  document.getElementById("sign-in").hidden = false;
  tell("slip_sign_in", document.getElementById("sign-in"));
}

function tell(name, place) {
  const line = document.getElementById("slip-trouble");
  line.textContent = say(name);
  line.hidden = false;
  announce(line.textContent);
  place.focus();
}
