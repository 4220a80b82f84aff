"""The key files: they lie outside every database, and outside the data folder.

One file per purpose, 32 random bytes each, in a folder only the service may read. They are
made once, while every plane is still empty; later a missing key is a refusal to start,
because a new one in its place would orphan what the old one named or locked.
"""

import hmac
import os
import secrets
from functools import cache
from pathlib import Path

FOLDER: Path = Path("keys")

# office: person → handle. commons: handle → pseudonym. seat, mark: what may stand on a row.
# room: signs room cookies. wrap: wraps item keys. django: signs sessions.
PURPOSES = ("office", "commons", "seat", "mark", "room", "wrap", "django")
LENGTH = 32


class MissingKey(Exception):  # noqa: N818 -- what is the matter, in two words
    """A key file that should be there is not; the message names it."""


def exist() -> bool:
    """Whether this installation has its keys."""
    return all((FOLDER / f"{purpose}.key").is_file() for purpose in PURPOSES)


def missing() -> list[Path]:
    return [p for purpose in PURPOSES if not (p := FOLDER / f"{purpose}.key").is_file()]


def make() -> None:
    """Make the keys that are not there yet. Only while every plane is empty."""
    FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    FOLDER.chmod(0o700)
    for path in missing():
        write_durably(path, secrets.token_bytes(LENGTH))
    key.cache_clear()


@cache
def key(purpose: str) -> bytes:
    """The key for one purpose.

    Raises
    ------
    MissingKey
        When the file is not there or is not a key.
    """
    path = FOLDER / f"{purpose}.key"
    try:
        secret = path.read_bytes()
    except FileNotFoundError as problem:
        raise MissingKey(
            f"The key file {path} is missing. Put it back, then start again."
        ) from problem
    if len(secret) != LENGTH:
        raise MissingKey(
            f"The key file {path} is damaged: {len(secret)} bytes instead of {LENGTH}."
        )
    return secret


def mac(purpose: str, *parts: bytes) -> bytes:
    """HMAC-SHA256 over length-prefixed parts, so that no two lists of parts collide."""
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(key(purpose), message, "sha256")


def write_durably(path: Path, content: bytes) -> None:
    """Write a whole file and have it on disk, with its name, before returning."""
    temporary = path.with_name(path.name + ".part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
