"""Numbers as words people can write on paper, and back: the other half of ``ballot/words.js``.

The list of 2048 words is BIP-39's English one; it is read from the browser's module, so that
there is one list and not two.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

_LIST: Final = Path(__file__).parent / "static" / "ballot" / "words.js"


@cache
def word_list() -> tuple[str, ...]:
    """The 2048 words in order; the first four letters of each are its own."""
    _, _, rest = _LIST.read_text(encoding="utf-8").partition("WORDS = `")
    return tuple(rest.partition("`")[0].split())


def to_words(value: int, count: int) -> list[str]:
    """`count` words of 11 bits each, the highest first; `value` is below 2 ** (11 * count)."""
    return [word_list()[value >> 11 * i & 2047] for i in reversed(range(count))]


def from_words(text: str, count: int) -> int | None:
    """The number behind words; None when a word is not on the list or there are not `count`.

    Capitals, commas and everything after the fourth letter do not matter.
    """
    typed = re.findall("[a-z]+", unicodedata.normalize("NFKC", text).lower())
    value = 0
    for word in typed:
        index = _by_first_letters().get(word[:4])
        if index is None:
            return None
        value = value << 11 | index
    return value if len(typed) == count else None


@cache
def _by_first_letters() -> dict[str, int]:
    return {word[:4]: index for index, word in enumerate(word_list())}
