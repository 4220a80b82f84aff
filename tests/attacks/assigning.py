"""Who wrote what? An attacker with both databases, no key, and all that colleagues can know.

Rows that share a long value are taken for one. A value that comes back in several gatherings
is taken for a person and matched with attendance; what remains is matched by place (rowid,
ctid, order of reading), by size and by words. Each matching is optimal (Hungarian method).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connections
from scipy.optimize import linear_sum_assignment
from scipy.stats import beta

from tests.attacks.worlds import COMES, WRITES, Held, World

LONG = 8  # shorter values are states, counts and kinds
BARELY, ALMOST = 0.01, 0.99


@dataclass
class Row:
    """A row as it lies on the disk: its table, its place there, its values."""

    table: str
    place: int
    values: dict[str, Any]
    long: frozenset[bytes] = field(default=frozenset())


def everything_on_disk() -> list[Row]:
    """All rows of commons and ballot in the order in which they lie there."""
    rows = []
    for plane in ("commons", "ballot"):
        connection = connections[plane]
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                if not table.startswith("django_"):
                    rows += _rows_of(cursor, table, connection.vendor)
    return rows


def _rows_of(cursor: Any, table: str, vendor: str) -> Iterable[Row]:
    order = " ORDER BY ctid" if vendor == "postgresql" else ""
    cursor.execute(f'SELECT * FROM "{table}"{order}')
    names = [column[0] for column in cursor.description]
    for place, values in enumerate(cursor.fetchall()):
        row = dict(zip(names, values, strict=True))
        long = frozenset(b for v in values if len(b := as_bytes(v)) >= LONG)
        yield Row(table, place, row, long)


def as_bytes(value: Any) -> bytes:
    if isinstance(value, UUID):
        return value.hex.encode()
    if isinstance(value, memoryview):
        return bytes(value)
    return value if isinstance(value, bytes) else str(value).encode()


@dataclass
class Target:
    """One thing somebody did in one gathering, with everything that hangs on it."""

    gathering: int
    key: bytes
    place: int
    size: int
    long: set[bytes]
    truth: int


def targets(world: World, rows: list[Row], table: str, key: str) -> list[Target]:
    """The rows of `table` that somebody made, each joined with what shares a value with it."""
    common = {as_bytes(held.id) for held in world.held}
    common.add(as_bytes(world.members[0].holder.community))
    sharing: dict[bytes, list[Row]] = defaultdict(list)
    for row in rows:
        for value in row.long:
            sharing[value].append(row)
    found = []
    for number, held in enumerate(world.held):
        for row in (r for r in sharing[as_bytes(held.id)] if r.table == table):
            truth = _truth(held, row.values[key])
            if truth is not None:
                joined = {v for value in row.long - common for r in sharing[value] for v in r.long}
                size = sum(len(as_bytes(v)) for v in row.values.values())
                name = as_bytes(row.values[key])
                found.append(Target(number, name, row.place, size, joined - common, truth))
    return found


def _truth(held: Held, value: Any) -> int | None:
    plain = as_bytes(value)
    by_text = {as_bytes(item): who for item, who in held.wrote.items()}
    return by_text.get(plain, held.seats.get(plain))


def assign(world: World, found: list[Target], attendance: list[list[int]]) -> list[int]:
    """The attacker's best name for each target."""
    by_value = _people_by_value(world, found, attendance)
    guesses = [-1] * len(found)
    for number in range(len(world.held)):
        here = [index for index, target in enumerate(found) if target.gathering == number]
        if here:
            scores = _scores(world, [found[i] for i in here], attendance[number], by_value)
            lines, columns = linear_sum_assignment(-scores)
            for line, column in zip(lines, columns, strict=True):
                guesses[here[line]] = attendance[number][column]
    return guesses


def _people_by_value(
    world: World, found: list[Target], attendance: list[list[int]]
) -> dict[bytes, int]:
    """Values that come back, each matched with the person whose attendance fits it best."""
    seen: dict[bytes, set[int]] = defaultdict(set)
    for target in found:
        for value in target.long:
            seen[value].add(target.gathering)
    back = [value for value, gatherings in seen.items() if len(gatherings) > 1]
    if not back:
        return {}
    there = np.zeros((world.people, len(world.held)))
    for number, came in enumerate(attendance):
        there[came, number] = 1
    wrote = np.array([[g in seen[v] for g in range(len(world.held))] for v in back], float)
    likely = np.where(there == 1, WRITES, BARELY)
    scores = wrote @ np.log(likely).T + (1 - wrote) @ np.log(1 - likely).T
    lines, columns = linear_sum_assignment(-scores)
    return {back[line]: int(column) for line, column in zip(lines, columns, strict=True)}


def _scores(
    world: World, here: list[Target], came: list[int], by_value: dict[bytes, int]
) -> "np.ndarray[Any, Any]":
    places = np.argsort(np.argsort([target.place for target in here]))
    sizes = np.argsort(np.argsort([target.size for target in here], kind="stable"))
    habits = np.argsort(np.argsort([world.members[who].length for who in came]))
    differ = len({target.size for target in here}) > 1
    scores = np.zeros((len(here), len(came)))
    for line, target in enumerate(here):
        for column, who in enumerate(came):
            scores[line, column] = (
                -abs(places[line] / len(here) - column / len(came))
                - differ * abs(sizes[line] / len(here) - habits[column] / len(came))
                + 100 * any(by_value.get(value) == who for value in target.long)
                + 1000 * any(world.members[who].known_for.encode() in v for v in target.long)
            )
    return scores


@dataclass
class Score:
    """How often the attacker was right, and how often blind guessing would be."""

    right: int = 0
    tried: int = 0
    by_chance: float = 0.0

    def add(self, world: World, found: list[Target], guesses: list[int]) -> None:
        self.right += sum(t.truth == g for t, g in zip(found, guesses, strict=True))
        self.tried += len(found)
        self.by_chance += sum(1 / len(world.held[t.gathering].came) for t in found)

    @property
    def rate(self) -> float:
        return self.right / self.tried

    @property
    def chance(self) -> float:
        return self.by_chance / self.tried

    @property
    def upper(self) -> float:
        """Clopper and Pearson's one-sided upper bound, 95 %."""
        wrong = self.tried - self.right
        return float(beta.ppf(0.95, self.right + 1, wrong)) if wrong else 1.0

    def as_dict(self) -> dict[str, float]:
        return {
            "rate": round(self.rate, 4),
            "chance": round(self.chance, 4),
            "upper": round(self.upper, 4),
            "n": self.tried,
        }


def attendance_of(world: World) -> list[list[int]]:
    return [held.came for held in world.held]


__all__ = ["COMES", "Score", "assign", "attendance_of", "everything_on_disk", "targets"]
