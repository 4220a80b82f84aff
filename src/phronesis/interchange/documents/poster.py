"""The poster for the break room: one page, one code, and that nobody has to say anything."""

from dataclasses import dataclass
from io import BytesIO

import segno

from .typesetting import typeset, words


@dataclass(frozen=True)
class Notice:
    """What a poster says. `address` is opened by the square code; `address_shown` is typed.

    `late` is the line for those who cannot come (may be empty), `fingerprint` the short form of
    the gathering's keys (empty: the line is left out).
    """

    title: str
    circle: str
    when: str
    place: str
    code: str
    address: str
    address_shown: str
    late: str = ""
    fingerprint: str = ""


def poster(notice: Notice, language: str) -> bytes:
    """An A4 page as PDF in this language; the title, times and places as they were written."""
    said = words(language)
    return typeset(
        "poster.typ",
        {
            "language": language.split("-", maxsplit=1)[0],
            "no_app": said["no_app"],
            "scan": said["scan"],
            "or_type": said["or_type"].format(address=notice.address_shown),
            "keys": said["keys"],
            "qr": _square_code(notice.address),
            "qr_alt": said["qr"].format(address=notice.address_shown),
            "title": notice.title,
            "circle": notice.circle,
            "when": notice.when,
            "place": notice.place,
            "late": notice.late,
            "code": notice.code,
            "fingerprint": notice.fingerprint,
        },
    )


def _square_code(address: str) -> str:
    """A QR code as SVG, a quarter of it spare (level Q): posters hang in daylight and crease."""
    drawn = BytesIO()
    segno.make(address, error="q", micro=False).save(
        drawn, kind="svg", border=0, dark="#241f1b", xmldecl=False
    )
    return drawn.getvalue().decode("utf-8")
