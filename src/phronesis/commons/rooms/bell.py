"""The bell: whoever wrote in a room rings it after the commit; hubs listen.

Frames come with their numbers, so a hub that hears two rings in the wrong order, or one
twice, still tells every view everything once and in order.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from uuid import UUID

from phronesis.commons.rooms.frames import Said

Listener = Callable[[UUID, Sequence[Said]], None]
_listeners: list[Listener] = []
_lock = Lock()


def listen(listener: Listener) -> Callable[[], None]:
    """Hear every ring until the returned function is called."""
    with _lock:
        _listeners.append(listener)

    def stop() -> None:
        with _lock:
            if listener in _listeners:
                _listeners.remove(listener)

    return stop


def ring(room: UUID, said: Sequence[Said]) -> None:
    """Tell every listener, from any thread, what was said in a room."""
    with _lock:
        listeners = list(_listeners)
    for listener in listeners:
        listener(room, said)
