"""A disk that loses power: what was written but not yet synced may be gone, sector by sector.

The files are real; every write, cut and sync that SQLite asks for is written down besides. To
lose power at a moment is to lay the files anew: all that was synced, and of the rest each
sector or not, by chance. (A file's length is lost or kept with its last writes.)
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512
Step = tuple[str, str, int, bytes]  # what, file, offset or length, bytes


@dataclass
class Disk:
    """Everything that was asked of the files of one folder, in its order."""

    folder: Path
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.before = {path.name: path.read_bytes() for path in self.folder.iterdir()}

    def after_power_loss(self, at: int, chance: random.Random) -> dict[str, bytes]:
        """The files as they would be found had power gone after step `at`."""
        synced = {
            name: max(
                (n for n, s in enumerate(self.steps[:at]) if s[:2] == ("sync", name)), default=0
            )
            for name in {step[1] for step in self.steps[:at]}
        }
        files = {name: bytearray(content) for name, content in self.before.items()}
        for number, step in enumerate(self.steps[:at]):
            if step[0] != "sync":
                content = files.setdefault(step[1], bytearray())
                _apply(content, step, chance if number > synced[step[1]] else None)
        return {name: bytes(content) for name, content in files.items()}


def _apply(content: bytearray, step: Step, chance: random.Random | None) -> None:
    what, _name, offset, given = step
    if what == "cut":
        if chance is None or chance.random() < 0.5:
            del content[offset:]
        return
    for start in range(0, len(given), SECTOR):
        if chance is None or chance.random() < 0.5:
            part, place = given[start : start + SECTOR], offset + start
            content.extend(b"\0" * (place - len(content)))
            content[place : place + len(part)] = part


class RecordingVFS(apsw.VFS):  # type: ignore[misc]
    """The system's own, with a witness."""

    def __init__(self, name: str, disk: Disk) -> None:
        self.disk = disk
        super().__init__(name, base="")

    def xOpen(self, name: object, flags: list[int]) -> "RecordingFile":  # noqa: N802
        return RecordingFile(name, flags, self.disk)


class RecordingFile(apsw.VFSFile):  # type: ignore[misc]
    def __init__(self, name: object, flags: list[int], disk: Disk) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.name = Path(str(path)).name if path else ""
        self.disk = disk
        super().__init__("", name, flags)

    def _told(self, what: str, offset: int = 0, given: bytes = b"") -> None:
        if self.name:
            self.disk.steps.append((what, self.name, offset, given))

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._told("write", offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._told("cut", size)
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self._told("sync")


def content_of(connection: apsw.Connection) -> Iterator[tuple[object, ...]]:
    """Every row of every table, to compare two databases."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    for (table,) in sorted(tables):
        rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
        yield from sorted((table, *map(repr, row)) for row in rows)
