"""The parts of a restatement, in the order people read them.

The parts are the paper's account of practical wisdom: particulars, reasons on several sides,
what was done, doubt that remains, and where it does not carry (paper A, lines 114 and 125).
"""

from dataclasses import asdict, dataclass, fields
from typing import Any

LONGEST = 1200
# Three of these, with names around them, fit on a sheet in any alphabet.
MOST_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class Text:
    """A restatement's words. Every part but the title may be empty."""

    title: str
    situation: str = ""
    pulled: str = ""
    did: str = ""
    not_where: str = ""
    doubt: str = ""
    carried_by: str = ""
    would_change: str = ""

    def as_dict(self) -> dict[str, str]:
        return {name: words for name, words in asdict(self).items() if words}


def from_dict(values: dict[str, Any]) -> Text:
    known = {field.name for field in fields(Text)}
    return Text(**{name: str(words) for name, words in values.items() if name in known})
