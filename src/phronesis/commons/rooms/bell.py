"""The bell: whoever wrote in a room rings it after the commit; hubs listen.

Frames come with their numbers, so a hub that hears two rings in the wrong order, or one
twice, still tells every view everything once and in order.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from uuid import UUID

from phronesis.commons.rooms.frames import Said

Listener = Callable[[UUID, Sequence[Said]], None]
Forgetter = Callable[[UUID], None]
_listeners: list[Listener] = []
_forgetters: list[Forgetter] = []
_lock = Lock()


def listen(listener: Listener, forgetter: Forgetter | None = None) -> Callable[[], None]:
    """Hear every ring, and what is to be forgotten, until the returned function is called."""
    with _lock:
        _listeners.append(listener)
        if forgetter:
            _forgetters.append(forgetter)

    def stop() -> None:
        with _lock:
            if listener in _listeners:
                _listeners.remove(listener)
            if forgetter in _forgetters:
                _forgetters.remove(forgetter)

    return stop


def forget(room: UUID) -> None:
    """Words of this room were erased: whoever keeps rendered frames of it lets them go."""
    with _lock:
        forgetters = list(_forgetters)
    for forgetter in forgetters:
        forgetter(room)


def ring(room: UUID, said: Sequence[Said]) -> None:
    """Tell every listener, from any thread, what was said in a room."""
    with _lock:
        listeners = list(_listeners)
    for listener in listeners:
        listener(room, said)
