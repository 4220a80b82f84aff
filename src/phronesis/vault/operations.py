"""Sealing, opening and erasing words.

Order is the protection: the key is on disk before the word is written (a key without a word
is swept later), and erasing starts here (a word without a key reads "taken back").
AES-256-GCM, one key per item, wrapped under the installation's wrap key (RFC 3394); item id,
plane and promise version are associated data, so a value moved to another row does not open.
"""

import secrets
from collections.abc import Iterable, Mapping
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from django.db import connections, transaction

from phronesis.admission import keys
from phronesis.vault.models import ItemKey

VAULT = "vault"
NONCE = 12
# Sealed words have one of few sizes: how much somebody writes is a habit that names them.
SIZES = (1024, 4096, 16_384)
PROMISE = 1  # raised when the promise shown to writers changes; never lowered on a row


def seal_words(item: UUID, words: str, *, plane: str = "commons", promise: int = PROMISE) -> bytes:
    """Make the item's key, have it on disk, and return the sealed words.

    Calling again with the same item reuses its key, so a repeated send cannot lock out the
    first one.
    """
    return seal_many({item: words}, plane=plane, promise=promise)[item]


def seal_many(
    words: Mapping[UUID, str], *, plane: str = "commons", promise: int = PROMISE
) -> dict[UUID, bytes]:
    """As `seal_words`, for a batch: one transaction on the vault."""
    with transaction.atomic(using=VAULT):
        known = {row.item: row for row in ItemKey.objects.filter(item__in=list(words))}
        fresh = [
            ItemKey(item=item, wrapped=_wrap(secrets.token_bytes(32)), plane=plane, promise=promise)
            for item in words
            if item not in known
        ]
        ItemKey.objects.bulk_create(fresh)
    rows = known | {row.item: row for row in fresh}
    return {item: _seal(rows[item], text) for item, text in words.items()}


def open_words(item: UUID, body: bytes) -> str | None:
    """The words, or None when they were taken back."""
    return open_many({item: body})[item]


def open_many(bodies: Mapping[UUID, bytes]) -> dict[UUID, str | None]:
    """As `open_words`, for many items with one query."""
    rows = {row.item: row for row in ItemKey.objects.filter(item__in=list(bodies))}
    return {
        item: _open(rows[item], bytes(body)) if item in rows else None
        for item, body in bodies.items()
    }


def erase(items: Iterable[UUID]) -> int:
    """Destroy the keys of these items; the number that were still there."""
    with transaction.atomic(using=VAULT):
        erased = ItemKey.objects.filter(item__in=list(items)).delete()[0]
    if erased:
        _empty_the_log()
    return erased


def _empty_the_log() -> None:
    """SQLite's write-ahead log still holds the pages that had the keys: empty it too.

    Where somebody is reading, SQLite waits; inside a larger transaction it cannot be done.
    """
    connection = connections[VAULT]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _wrap(secret: bytes) -> bytes:
    return aes_key_wrap(keys.key("wrap"), secret)


def _associated(row: ItemKey) -> bytes:
    return b"phronesis item\0" + row.item.bytes + row.plane.encode() + bytes([row.promise])


def _seal(row: ItemKey, words: str) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    secret = aes_key_unwrap(keys.key("wrap"), bytes(row.wrapped))
    return nonce + AESGCM(secret).encrypt(nonce, _padded(words), _associated(row))


def _padded(words: str) -> bytes:
    """Filled with zero bytes, which no words have, to the next of `SIZES`."""
    plain = words.encode()
    return plain.ljust(next((size for size in SIZES if size >= len(plain)), len(plain)), b"\0")


def _open(row: ItemKey, body: bytes) -> str | None:
    secret = aes_key_unwrap(keys.key("wrap"), bytes(row.wrapped))
    try:
        plain = AESGCM(secret).decrypt(body[:NONCE], body[NONCE:], _associated(row))
    except InvalidTag:
        return None
    return plain.rstrip(b"\0").decode()
