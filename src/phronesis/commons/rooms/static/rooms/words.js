// The strings of this page, in the reader's language, and small counts said in words.

const block = document.getElementById("words");
const words = JSON.parse(block ? block.textContent : "{}");
const numbers = words.numbers ?? [];

/** The sentence called `name`, with its %(places)s filled. An unknown name says itself. */
export function say(name, values = {}) {
  const sentence = words[name] ?? name;
  return sentence.replace(/%\((\w+)\)s/g, (whole, key) => values[key] ?? whole);
}

/** The sentence for one, or for many: `name_one`, `name_many`, with %(count)s in words. */
export function count(name, number, values = {}) {
  const chosen = number === 1 ? `${name}_one` : `${name}_many`;
  return capital(say(chosen, { count: inWords(number), ...values }));
}

/** `eleven`; larger numbers in figures. */
export const inWords = (number) => numbers[number] ?? String(number);

/** The sentence begins with a capital, in every script that has them. */
export const capital = (text) => text.charAt(0).toLocaleUpperCase(document.documentElement.lang) + text.slice(1);
