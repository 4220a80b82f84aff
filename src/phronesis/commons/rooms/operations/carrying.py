"""Carried texts: written elsewhere, sealed to one gathering, read there with the others.

A key pair is made when the gathering is put on the calendar. Its private half lies in a slot
that no backup copies, together with a hash of the audience: gathering, facilitators and kind
of circle. A text is sealed with that hash as associated data, so when one of the three
changes it cannot be opened; it is erased unopened and the phone still has the words.
"""

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from phronesis.admission.passes import GatheringFacts
from phronesis.commons.rooms.activities.silent_writing import FEWEST_TEXTS
from phronesis.commons.rooms.acts import LONGEST_TEXT
from phronesis.commons.rooms.models import Carried, Contribution, Room
from phronesis.commons.rooms.operations.sitting import Sitting
from phronesis.formats import Phase
from phronesis.vault import hpke, slots

COMMONS = "commons"
INFO = b"phronesis carried text"
FILLED = 8192  # every text is filled to this size before it is sealed
SEALED = FILLED + hpke.OVERHEAD
# Far more than any circle brings; without a limit a stranger could fill the disk unseen.
MOST_CARRIED = 400


class Full(Exception):  # noqa: N818 -- a fact about the gathering, not a fault
    """No more is stored for this gathering."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a phone needs to seal a text: 65 bytes of public key, 32 of associated data."""

    public_key: bytes
    audience: bytes


def audience(facts: GatheringFacts) -> bytes:
    """SHA-256 of who reads, as the writer was told: which gathering, who holds it, its kind."""
    told = [str(facts.id), sorted(facts.facilitators), facts.kind]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).digest()


def offer(facts: GatheringFacts) -> Offer:
    """Let texts be carried to this gathering; called again when anything about it changes.

    Where facilitators or kind have changed, what was carried before is erased unopened.
    """
    known = _slot(facts.id)
    if known and known[1] != audience(facts):
        withdraw_offer(facts.id)
        known = None
    if known is None:
        private, _public = hpke.generate()
        slots.make(_name(facts.id), private + audience(facts))
    found = standing_offer(facts.id)
    assert found is not None  # noqa: S101 -- made above
    return found


def standing_offer(gathering: UUID) -> Offer | None:
    """The offer as it stands, or None where nothing can be carried to this gathering."""
    known = _slot(gathering)
    return Offer(hpke.public_key(known[0]), known[1]) if known else None


def public_key(gathering: UUID) -> bytes | None:
    """The gathering's public key, 65 bytes, or None where nothing can be carried to it."""
    found = standing_offer(gathering)
    return found.public_key if found else None


def withdraw_offer(gathering: UUID) -> None:
    """The gathering is cancelled or has changed: erase unopened, then destroy the key."""
    with transaction.atomic(using=COMMONS):
        erase_unopened(gathering)
    forget_key(gathering)


def carry(gathering: UUID, code_hash: str, sealed: bytes) -> bool:
    """Take a sealed text; the same one twice changes nothing. False once the room is open.

    Raises
    ------
    Full
        When more was carried to this gathering than any circle brings.
    """
    with transaction.atomic(using=COMMONS):
        if _slot(gathering) is None or Room.objects.filter(pk=gathering).exists():
            return False
        if Carried.objects.filter(gathering=gathering).count() >= MOST_CARRIED:
            raise Full
        Carried.objects.bulk_create(
            [Carried(code_hash=code_hash, gathering=gathering, sealed=sealed)],
            ignore_conflicts=True,
        )
    return True


def open_for(sitting: Sitting, phase: Phase) -> None:
    """Open what was carried here and mix it in, if there are at least four texts in all."""
    known = _slot(sitting.room.id)
    carried = list(Carried.objects.filter(gathering=sitting.room.id))
    texts = Contribution.objects.filter(room=sitting.room, phase=phase.id, kind="text")
    if not carried or not known:
        return
    if texts.exclude(state="withdrawn").count() + len(carried) < FEWEST_TEXTS:
        return
    for row in carried:
        text = _opened(known, bytes(row.sealed))
        if text:
            _add(sitting, phase, row.code_hash, text)
    Carried.objects.filter(gathering=sitting.room.id).delete()
    sitting.flush()


def _add(sitting: Sitting, phase: Phase, code_hash: str, text: str) -> None:
    fresh = Contribution(
        id=uuid4(),
        room=sitting.room,
        phase=phase.id,
        kind="text",
        state="waiting",
        code_hash=code_hash,
        carried=True,
    )
    sitting.words[fresh.id] = text
    sitting.fresh_texts.append(fresh)


def _opened(known: tuple[bytes, bytes], sealed: bytes) -> str:
    """The words, without padding; empty where they were not sealed to this audience."""
    try:
        plain = hpke.open_(known[0], INFO, known[1], sealed)
        return plain.rstrip(b"\0").decode().strip()[:LONGEST_TEXT]
    except (hpke.CannotOpen, UnicodeDecodeError):
        return ""


def erase_unopened(gathering: UUID) -> None:
    Carried.objects.filter(gathering=gathering).delete()


def forget_key(gathering: UUID) -> None:
    slots.destroy(_name(gathering))


def _name(gathering: UUID) -> str:
    return f"carry-{gathering}"


def _slot(gathering: UUID) -> tuple[bytes, bytes] | None:
    secret = slots.read(_name(gathering))
    if secret is None or len(secret) != hpke.PRIVATE_BYTES + 32:
        return None
    return secret[: hpke.PRIVATE_BYTES], secret[hpke.PRIVATE_BYTES :]
