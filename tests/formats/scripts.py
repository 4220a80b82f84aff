"""The shipped rounds as raw text, for tests that break it."""

from phronesis.formats.loader import LIBRARY

ROUNDS = LIBRARY / "moral-resilience-rounds.yaml"


def rounds_in_english() -> str:
    """The rounds without their translations: quicker to read a hundred times."""
    written = ROUNDS.read_text(encoding="utf-8")
    return written[: written.index("\n  nb:")] + "\n"


def line_of(written: str, fragment: str) -> int:
    """The number of the first line with this fragment, counted from 1."""
    for number, line in enumerate(written.splitlines(), start=1):
        if fragment in line:
            return number
    raise AssertionError(f"{fragment!r} is nowhere in this file")
