"""Public emergency numbers, one file a country, each number with its source and the date it
was read there. Nothing else ships: whom to talk to is for the operator to fill in."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LIBRARY = Path(__file__).resolve().parent / "library"
ELSEWHERE = "EU"


@dataclass(frozen=True, slots=True)
class Number:
    """One public number. `purpose` maps a language tag to what it is for."""

    number: str
    purpose: dict[str, str]
    source: str
    read: date

    def purpose_in(self, language: str) -> str:
        """What it is for, in English where the language has no text yet."""
        return self.purpose.get(language.split("-")[0], self.purpose["en"])


@dataclass(frozen=True, slots=True)
class Pack:
    """The public numbers of one country (ISO 3166 code; EU for the Union)."""

    country: str
    name: dict[str, str]
    numbers: tuple[Number, ...]

    def name_in(self, language: str) -> str:
        return self.name.get(language.split("-")[0], self.name["en"])


@cache
def every() -> tuple[Pack, ...]:
    """All packs, by country code. Raises KeyError where a file lacks a field."""
    return tuple(_read(file) for file in sorted(LIBRARY.glob("*.yaml")))


def chosen(countries: tuple[str, ...]) -> list[Pack]:
    """The packs of these countries in this order; the whole library where none is named."""
    by_code = {pack.country: pack for pack in every()}
    found = [by_code[code] for code in countries if code in by_code]
    return found or sorted(every(), key=lambda pack: (pack.country != ELSEWHERE, pack.country))


def _read(file: Path) -> Pack:
    told: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    numbers = tuple(
        Number(str(one["number"]), one["for"], one["source"], one["read"])
        for one in told["numbers"]
    )
    return Pack(told["country"], told["name"], numbers)
