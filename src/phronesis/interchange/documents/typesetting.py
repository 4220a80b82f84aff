"""Turns plain data into a PDF with Typst, which brings its compiler and its fonts with it.

What people wrote is data and never source: it reaches the page as one JSON string, so that
`#`, `$`, `\\` or `@` in a title are letters like any other. Nothing is read from the machine's
fonts and nothing is fetched. Pages follow PDF/UA-1 (ISO 14289-1), so that a screen reader can
read them.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst
import yaml

HERE = Path(__file__).parent
# Letters that no printed page can show: controls (but not line ends), surrogates, private use,
# non-characters. They come from a paste that went wrong, and PDF/UA refuses some of them.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    "\U000f0000-\U0010ffff]"
)


def typeset(template: str, data: Mapping[str, object]) -> bytes:
    """The PDF of this template (a file name beside this one) over this data.

    Letters that the page's fonts do not have show as empty boxes; the document is then still
    tagged, but no longer declares PDF/UA, which forbids them.
    """
    written = json.dumps(_printable(data), ensure_ascii=False)
    try:
        return _compiled(template, written, for_screen_readers=True)
    except typst.TypstError:
        return _compiled(template, written, for_screen_readers=False)


def words(language: str) -> dict[str, str]:
    """The printed pages' own words in this language, in English where they are not written."""
    spoken = _all_words()
    base = language.split("-", maxsplit=1)[0]
    return spoken.get(language) or spoken.get(base) or spoken["en"]


@cache
def _all_words() -> dict[str, dict[str, str]]:
    read = yaml.safe_load((HERE / "words.yaml").read_text(encoding="utf-8"))
    return {
        language: {name: str(said) for name, said in block.items()}
        for language, block in read.items()
    }


def _compiled(template: str, written: str, *, for_screen_readers: bool) -> bytes:
    page = typst.compile(
        str(HERE / template),
        root=str(HERE),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": written},
        pdf_standards="ua-1" if for_screen_readers else None,
    )
    return bytes(page)


def _printable(value: object) -> object:
    if isinstance(value, str):
        return UNPRINTABLE.sub("", value)
    if isinstance(value, Mapping):
        return {name: _printable(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(part) for part in value]
    return value
