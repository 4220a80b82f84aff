// Before a text goes: at most two places in it that may point to somebody, found on this phone by
// plain rules. A suggestion, never a gate.

const MONTHS =
  "jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch|s)?|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|" +
  "sep(?:t(?:ember)?)?|oct(?:ober)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?|des(?:ember)?|" +
  "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre";
const KIN =
  "daughter|son|wife|husband|mother|father|sister|brother|grandson|granddaughter|partner|" +
  "datter|datteren|sønn|sønnen|kone|kona|mann|mannen|mor|moren|far|faren|søster|søsteren|bror|broren|" +
  "hija|hijo|esposa|marido|madre|padre|hermana|hermano|nieta|nieto";
const NAME = "\\p{Lu}[\\p{Ll}]+";

// In the order of how surely they point: kind, and what it looks like.
const RULES = [
  ["family", `(?:\\p{L}+ )?(?:${KIN}) (?:(?:who|som|que) \\p{L}+ )?(?:in|from|i|fra|på|en|de) ${NAME}(?: ${NAME})?`],
  ["name", `(?:Dr\\.?|Mr\\.?|Mrs\\.?|Ms\\.?|Prof\\.?|Sister|Nurse|Sr\\.?|Sra\\.?|Dra\\.?) ${NAME}`],
  ["bed", "(?:bed|room|bay|seng|rom|cama|habitación|box) (?:no\\.? |nr\\.? |n\\.º )?\\d+\\p{L}?"],
  ["ward", "(?:ward|unit|avdeling|post|planta|unidad|sala) (?:\\d+\\p{L}?|\\p{Lu}\\d*)(?!\\p{L})"],
  ["age", "\\d{1,3}[- ]year[- ]olds?|aged? \\d{1,3}|\\d{1,3} years old|\\d{1,3} år(?: gammel)?|\\d{1,3}[- ]åring(?:en)?|\\d{1,3} años|\\d{1,3} (?:weeks|uker|semanas)"],
  ["date", `\\d{1,2}(?:st|nd|rd|th|\\.)? (?:of |de )?(?:${MONTHS})(?!\\p{L})|(?:${MONTHS}) \\d{1,2}(?:st|nd|rd|th)?(?!\\d)|\\d{1,2}[./]\\d{1,2}(?:[./]\\d{2,4})?|\\d{4}-\\d{2}-\\d{2}`],
];
const MOST = 2;

/** At most two places that may point to somebody: [{kind, start, end, words}], in text order. */
export function places(text) {
  const found = [];
  for (const [kind, rule] of RULES) {
    for (const match of text.matchAll(new RegExp(`(?<!\\p{L})(?:${rule})`, "gu"))) {
      const place = { kind, start: match.index, end: match.index + match[0].length, words: match[0] };
      if (!found.some((other) => place.start < other.end && other.start < place.end)) found.push(place);
    }
  }
  return found.slice(0, MOST).sort((one, other) => one.start - other.start);
}

/** The text with one place said otherwise. */
export const replaced = (text, { start, end }, words) => text.slice(0, start) + words + text.slice(end);
