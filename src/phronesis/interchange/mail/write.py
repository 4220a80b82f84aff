"""Letters that all look the same from outside.

Whoever sees a mail log or a crowded screen must not learn from a letter what kind it is, whom
else it concerns, or who did what before it left. So every letter has the same subject and the
same number of bytes on the wire, names only its recipient, and its date is the full hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parseaddr
from html import escape
from typing import Any
from uuid import uuid4

from django.core.mail import EmailMultiAlternatives

SUBJECT = "Phronesis"
SIZE = 12_288
LINE = 512


class TooLong(Exception):  # noqa: N818 -- reads as the sentence it is
    """A letter does not fit into the size that all letters have."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is told. `paragraphs` are plain text; `link` stands on a line of its own.

    `calendar` is a calendar file and `method` its method (REQUEST or CANCEL); None for none.
    """

    recipient: str
    paragraphs: Sequence[str]
    link: str
    language: str = "en"
    calendar: bytes | None = None
    method: str = "REQUEST"


def envelope(letter: Letter, *, sender: str, at: datetime) -> EmailMultiAlternatives:
    """The letter, ready to be sent by Django; exactly `SIZE` bytes on the wire.

    Raises
    ------
    TooLong
        When it cannot be padded to `SIZE`.
    """
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    mail = _Padded(
        subject=SUBJECT,
        body="\n\n".join([*letter.paragraphs, letter.link]) + "\n",
        from_email=sender,
        to=[letter.recipient],
        headers={
            "Date": format_datetime(hour),
            "Message-ID": f"<{uuid4().hex}@{_domain(sender)}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(_html(letter), "text/html")
    if letter.calendar is not None:
        mail.attach_alternative(letter.calendar.decode(), f"text/calendar; method={letter.method}")
    mail.message()
    return mail


class _Padded(EmailMultiAlternatives):
    """Padding stands behind the last part, where readers do not look (RFC 2046, 5.1.1)."""

    def message(self, *args: Any, **kwargs: Any) -> Message:  # type: ignore[override]
        message: Message = super().message(*args, **kwargs)
        message.epilogue = ""
        missing = SIZE - _on_the_wire(message)
        if missing <= 1:  # a line of padding needs its end, which takes two
            raise TooLong(f"A letter has {-missing} bytes more than its {SIZE}.")
        message.epilogue = _padding(missing)
        return message


def _on_the_wire(message: Message) -> int:
    content = message.as_bytes().replace(b"\r\n", b"\n")
    return len(content) + content.count(b"\n")


def _padding(missing: int) -> str:
    """Lines of dashes that take exactly `missing` bytes, each line's end counted as two."""
    lines = []
    while missing:
        length = min(LINE, missing)
        if missing - length == 1:
            length -= 1
        lines.append("-" * (length - 2) + "\n")
        missing -= length
    return "".join(lines)


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def _html(letter: Letter) -> str:
    """The same words for readers of formatted mail. Nothing in it is fetched from anywhere."""
    direction = "rtl" if letter.language == "ar" else "ltr"
    told = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in letter.paragraphs)
    link = escape(letter.link)
    return (
        f'<!doctype html><html lang="{letter.language}" dir="{direction}">'
        f'<head><meta charset="utf-8"><title>{SUBJECT}</title></head>'
        '<body style="margin:0;padding:32px 22px;background:#faf6ee;color:#2b2620;'
        'font:18px/1.55 Georgia,serif"><div style="max-width:34em;margin:0 auto">'
        f'{told}<p><a href="{link}" style="color:#2f5d46">{link}</a></p></div></body></html>'
    )
