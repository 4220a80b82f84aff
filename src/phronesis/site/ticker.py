"""Background work without a queue: idempotent `due(at)` functions that read state.

`serve` runs them in one thread; `phronesis tasks` runs them once, apart. Running one twice,
or after a crash, changes nothing.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import connections
from django.utils.module_loading import import_string

from phronesis.site import clock

TASKS = (
    "phronesis.office.calendar.tasks.due",
    "phronesis.commons.rooms.tasks.due",
    "phronesis.release.letting_go.tasks.due",
    "phronesis.office.people.tasks.due",
    "phronesis.office.communities.tasks.due",
    "phronesis.release.ledger.tasks.due",
)
SECONDS = 5.0
log = logging.getLogger("phronesis.ticker")

_stop = threading.Event()
_thread: threading.Thread | None = None


def run_once(at: datetime) -> dict[str, int]:
    """Run every task; what each did, as counts. A failing task never stops the others."""
    done: dict[str, int] = {}
    for name in TASKS:
        task: Callable[[datetime], int] = import_string(name)
        try:
            done[name] = task(at)
        except Exception as problem:
            # The type alone: a message could quote a value.
            log.error("task %s failed: %s", name, type(problem).__name__)  # noqa: TRY400
            done[name] = -1
    return done


def start() -> None:
    global _thread
    _stop.clear()
    _thread = threading.Thread(target=_run, name="ticker", daemon=True)
    _thread.start()


def stop() -> None:
    _stop.set()
    if _thread:
        _thread.join(timeout=10)


def _run() -> None:
    while not _stop.wait(SECONDS):
        run_once(clock.now())
        for connection in connections.all(initialized_only=True):
            connection.close_if_unusable_or_obsolete()
