"""Automatic keys: files of their own that no backup copies.

They open sealed ballots, carried texts and sheets without a person, and are destroyed when
their work is done. A lost one visibly voids what it would have opened.
"""

import os
from pathlib import Path

from phronesis.admission import keys


def folder() -> Path:
    return keys.FOLDER / "slots"


def make(name: str, secret: bytes) -> bytes:
    """Keep `secret` under `name` unless one is there already; return the one that is kept.

    Raises
    ------
    ValueError
        For a name that is not a plain file name.
    """
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        keys.write_durably(path, secret)
    return path.read_bytes()


def read(name: str) -> bytes | None:
    """The secret, or None when it was destroyed or lost."""
    try:
        return _path(name).read_bytes()
    except FileNotFoundError:
        return None


def destroy(name: str) -> None:
    """Overwrite and unlink. On flash storage the overwrite is best effort; the unlink is not."""
    path = _path(name)
    try:
        length = path.stat().st_size
    except FileNotFoundError:
        return
    with path.open("r+b") as file:
        file.write(b"\0" * length)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    keys.sync_folder(path.parent)


def _path(name: str) -> Path:
    if not name or Path(name).name != name or name.startswith("."):
        raise ValueError(f"{name!r} is not a plain file name")
    return folder() / f"{name}.slot"
