"""Silent writing, revealed together.

While people write, only the console learns how many are ready and how many wrote. When the
writing has closed, the console alone gets the texts, mixed. What has been read and may be
shown goes to everybody at once, mixed again; what has not been read stays closed. A held
text reaches its writer, by the hash of a code that only that phone knows, in a list padded
so that nobody can count it.
"""

import secrets
from collections.abc import Sequence
from typing import Final, TypeVar

from phronesis.commons.rooms.acts import REASONS
from phronesis.commons.rooms.frames import CONSOLE, PHONE, Frame, to_all

ACTS: frozenset[str] = frozenset(
    {"text", "ready", "know", "close_writing", "reopen_writing", "read", "show"}
)
FEWEST_TEXTS: Final = 4
PADDED_TO: Final = 8
KNOWN_FROM: Final = 3
T = TypeVar("T")


def ready(phase: str, count: int) -> tuple[Frame, ...]:
    return (Frame(CONSOLE, "ready", phase, {"count": count}),)


def written(phase: str, count: int) -> tuple[Frame, ...]:
    return (Frame(CONSOLE, "written", phase, {"count": count}),)


def writing(phase: str, *, is_open: bool) -> tuple[Frame, ...]:
    """That the writing has ended, or goes on for another minute. Nothing about texts."""
    return to_all("writing", phase, open=is_open)


def to_read(phase: str, items: Sequence[tuple[str, bool]]) -> tuple[Frame, ...]:
    """All texts (id, whether carried), mixed, for the console alone."""
    return (Frame(CONSOLE, "to_read", phase, {"items": [list(item) for item in mixed(items)]}),)


def verdict(item: str, given: str, reason: str) -> tuple[Frame, ...]:
    return (Frame(CONSOLE, "verdict", ref={"item": item, "verdict": given, "reason": reason}),)


def wall(phase: str, items: Sequence[str]) -> tuple[Frame, ...]:
    """What everybody reads now: one order for all, and not the order of anything."""
    return to_all("wall", phase, items=mixed(items))


def fates(
    phase: str, held: Sequence[tuple[str, str]], earlier: Sequence[Sequence[str]] = ()
) -> tuple[Frame, ...]:
    """Hashes of held texts with reasons, among random ones, to a multiple of eight.

    `earlier` is the list that was told before, if any. It is told again as it was and eight or
    more are added, whatever happened: were the padding drawn anew, what two lists share would be
    the held texts, and could be counted. The reason of a text held twice stays the first.
    """
    told = {code for code, _reason in earlier}
    new = [entry for entry in held if entry[0] not in told]
    missing = -len(new) % PADDED_TO or (0 if new else PADDED_TO)
    padding = [(secrets.token_hex(32), secrets.choice(REASONS)) for _ in range(missing)]
    entries = [list(entry) for entry in mixed([*earlier, *new, *padding])]
    return (Frame(PHONE, "fates", phase, {"held": entries}),)


def know(item: str, count: int) -> tuple[Frame, ...]:
    """*I know this*: a number from three people on, before that nothing."""
    return to_all("know", item=item, count=count) if count >= KNOWN_FROM else ()


def mixed(things: Sequence[T]) -> list[T]:
    """A random order from the system's own source."""
    return secrets.SystemRandom().sample(things, len(things))
