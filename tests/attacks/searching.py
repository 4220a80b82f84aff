"""Looking for planted words in a pile of bytes, however they may have been written down."""

import base64
import quopri
import zlib
from collections.abc import Iterable, Iterator

STREAMS = (b"\x78\x01", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b")
LONGEST = 1 << 20


def spellings(word: str) -> list[bytes]:
    """A word as UTF-8, UTF-16, base64 in its three positions, and hexadecimal."""
    plain = word.lower().encode()
    return [
        plain,
        word.lower().encode("utf-16-le"),
        word.lower().encode("utf-16-be"),
        plain.hex().encode(),
        word.encode().hex().encode(),
        *_in_base64(word.encode()),
    ]


def _in_base64(plain: bytes) -> Iterator[bytes]:
    """The characters that do not depend on what stands before and after. Case is dropped."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + plain)
        first = -(-before * 8 // 6)
        sure = (before + len(plain)) * 8 // 6
        yield whole[first:sure].lower()


def piles(content: bytes) -> Iterator[bytes]:
    """The bytes, what was deflated in them, and the same without mail's soft line ends."""
    yield content
    yield quopri.decodestring(content) if b"=\r\n" in content or b"=\n" in content else b""
    for mark in STREAMS:
        at = content.find(mark)
        while at >= 0:
            yield _inflated(content[at:])
            at = content.find(mark, at + 1)


def _inflated(content: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=47).decompress(content[:LONGEST], LONGEST)
    except zlib.error:
        return b""


def found(words: Iterable[str], contents: Iterable[bytes], *, all_have: str = "") -> set[str]:
    """Which of the words stand anywhere in these bytes, in any spelling.

    `all_have` is a beginning that all words share: bytes without it are passed over quickly.
    """
    wanted, seen = list(words), set()
    for content in contents:
        for pile in piles(content):
            low = pile.lower().replace(b"-", b"+").replace(b"_", b"/")
            if all_have and not any(spelling in low for spelling in spellings(all_have)):
                continue
            seen |= {w for w in wanted if any(spelling in low for spelling in spellings(w))}
    return seen
