"""Finds the words that we do not show to people (people.md: "Words"), in three languages.

The list is `words_to_avoid.yaml`; every text that people read is searched by a test.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

LIST = Path(__file__).parent / "words_to_avoid.yaml"


@dataclass(frozen=True)
class Avoided:
    """A word found where it should not stand, and what to say instead."""

    word: str
    instead: str


@dataclass(frozen=True)
class _Rule:
    pattern: re.Pattern[str]
    but: re.Pattern[str] | None
    instead: str


def avoided_in(text: str, language: str) -> list[Avoided]:
    """Every avoided word in this text, in the order of the list; a language unknown to it has
    only the rules for every language."""
    found: list[Avoided] = []
    for rule in _rules(language.replace("_", "-").split("-", maxsplit=1)[0]):
        rest = rule.but.sub(" ", text) if rule.but else text
        found += [Avoided(match.group(), rule.instead) for match in rule.pattern.finditer(rest)]
    return found


@cache
def _rules(language: str) -> tuple[_Rule, ...]:
    read = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    entries = [*read["every_language"], *read.get(language, [])]
    return tuple(
        _Rule(
            _any_of(entry["avoid"]),
            _any_of(entry["but"]) if "but" in entry else None,
            entry["instead"],
        )
        for entry in entries
    )


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile("|".join(map(_as_pattern, longest_first)), re.IGNORECASE)


def _as_pattern(phrase: str) -> str:
    if not any(letter.isalnum() for letter in phrase):
        return re.escape(phrase)
    words = r"\s+".join(re.escape(word) for word in phrase.rstrip("*").split())
    return rf"\b{words}\w*" if phrase.endswith("*") else rf"\b{words}\b"
