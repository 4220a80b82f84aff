"""A real SMTP server on a free loopback port, which can be away and can lose its tongue."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Postbox:
    """What arrived. `hangs_up`: that many letters are kept and then the line goes dead."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    hangs_up: int = 0

    async def handle_DATA(  # noqa: N802 -- the name the server calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.taken.append(envelope)
        if self.hangs_up:
            self.hangs_up -= 1
            assert server.transport is not None
            server.transport.abort()
        return "250 taken"

    @property
    def letters(self) -> list[Message]:
        return [message_from_bytes(self.bytes_of(envelope)) for envelope in self.taken]

    @property
    def sizes(self) -> set[int]:
        return {len(self.bytes_of(envelope)) for envelope in self.taken}

    @property
    def recipients(self) -> list[str]:
        return sorted(address for envelope in self.taken for address in envelope.rcpt_tos)

    @staticmethod
    def bytes_of(envelope: Envelope) -> bytes:
        content = envelope.original_content
        assert isinstance(content, bytes)
        return content


@contextmanager
def running(postbox: Postbox) -> Iterator[Postbox]:
    controller = Controller(postbox, hostname="127.0.0.1", port=postbox.port)
    controller.start()
    try:
        yield postbox
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def use(settings: object, box: Postbox) -> None:
    """Send through this server, as an installation with a configured one does."""
    for name, value in {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": box.port,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
    }.items():
        setattr(settings, name, value)
