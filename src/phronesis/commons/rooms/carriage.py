"""Carrying a text to a gathering, without a cookie: whoever writes at night is nobody here."""

import base64
import hashlib
import re
from uuid import UUID

from django.utils.translation import gettext_noop as _

from phronesis.commons.rooms.acts import HASH_OF_CODE
from phronesis.commons.rooms.exchange import NOT_READ, Answer, Problem, Request, Send, as_json
from phronesis.commons.rooms.house import House
from phronesis.commons.rooms.operations import carrying, withdrawing

CODE = re.compile(r"[0-9a-f]{32}")
NOT_STORED = _("It could not be stored. Your words are still on this phone.")
TAKEN = Answer(202, b'{"taken":true}')


class Carriage:
    """The three carried-text routes. Each answer says nothing about any text."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def offer(self, request: Request, send: Send, room: str) -> Answer:
        """The public key and what the sealed text is bound to."""
        offer = await self._house.read(carrying.standing_offer, UUID(room))
        if offer is None:
            raise Problem(404, _("Nothing can be carried to this gathering."))
        return as_json(
            {
                "public_key": _b64(offer.public_key),
                "info": carrying.INFO.decode(),
                "aad": offer.audience.hex(),
            }
        )

    async def carry(self, request: Request, send: Send, room: str) -> Answer:
        """Take a sealed text, once."""
        body = await request.json()
        code_hash, sealed = body.get("code_hash"), _bytes(body.get("sealed"))
        if not isinstance(code_hash, str) or not HASH_OF_CODE.fullmatch(code_hash):
            raise Problem(400, NOT_READ)
        if len(sealed) > carrying.SEALED:
            raise Problem(413, _("This is too long to be taken."))
        if len(sealed) < carrying.SEALED:  # its length would stay on the disk and tell its words'
            raise Problem(400, NOT_READ)
        try:
            taken = await self._house.read(carrying.carry, UUID(room), code_hash, sealed)
        except carrying.Full:
            raise Problem(503, NOT_STORED) from None
        if not taken:
            raise Problem(410, _("This gathering has begun. Your words are still on this phone."))
        return TAKEN

    async def take_back(self, request: Request, send: Send) -> Answer:
        """Take a text back by its code: at once before the gathering, else at the next slot."""
        body = await request.json()
        code = body.get("code")
        if not isinstance(code, str) or not CODE.fullmatch(code):
            raise Problem(400, NOT_READ)
        try:
            gathering = UUID(str(body.get("gathering")))
        except ValueError:
            raise Problem(400, NOT_READ) from None
        code_hash = hashlib.sha256(bytes.fromhex(code)).hexdigest()
        await self._house.read(withdrawing.take_back, gathering, code_hash)
        return TAKEN


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(value: object) -> bytes:
    """Bytes from base64 in either alphabet, padded or not."""
    if not isinstance(value, str) or len(value) > 2 * carrying.SEALED:
        raise Problem(400, NOT_READ)
    plain = value.rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise Problem(400, NOT_READ) from None
