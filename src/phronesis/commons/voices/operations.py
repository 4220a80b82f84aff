"""From a pass to what may stand on a row.

The voice is a person's pseudonym in one community. It is computed, never stored: a column of
voices beside an attendance list would name most people after a dozen gatherings.
"""

from uuid import UUID

from phronesis.admission import keys
from phronesis.admission.passes import Pass


def voice(holder: Pass) -> bytes:
    """HMAC(commons key, handle ‖ community): 32 bytes, the same as long as the salt is."""
    return keys.mac("commons", holder.handle, holder.community.bytes)


def seat(holder: Pass, gathering: UUID) -> bytes:
    """HMAC(seat key, voice ‖ gathering): goes with the gathering, joins no two of them."""
    return keys.mac("seat", voice(holder), gathering.bytes)


def mark(holder: Pass, item: UUID, purpose: str) -> bytes:
    """HMAC(mark key, voice ‖ community ‖ purpose ‖ item): recomputed when its author asks."""
    return keys.mac("mark", voice(holder), holder.community.bytes, purpose.encode(), item.bytes)
