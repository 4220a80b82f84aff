"""Limits on guessing and flooding that count no addresses: a ward shares one."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable


class Bucket:
    """Holds `size` drops and gets `per_second` back; each taking costs one."""

    __slots__ = ("_at", "_clock", "_per_second", "_size", "_taken")

    def __init__(
        self, size: float, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._size = size
        self._per_second = per_second
        self._clock = clock
        self._at = clock()
        self._taken = 0.0

    def take(self) -> bool:
        """Take one drop; False where none is left."""
        now = self._clock()
        self._taken = max(0.0, self._taken - (now - self._at) * self._per_second)
        self._at = now
        if self._taken + 1 > self._size:
            return False
        self._taken += 1
        return True


class Buckets:
    """A bucket for each key, the longest unused forgotten first."""

    def __init__(self, size: float, per_second: float, *, keys: int = 20_000) -> None:
        self._size = size
        self._per_second = per_second
        self._keys = keys
        self._buckets: OrderedDict[Hashable, Bucket] = OrderedDict()

    def take(self, key: Hashable) -> bool:
        bucket = self._buckets.setdefault(key, Bucket(self._size, self._per_second))
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._keys:
            self._buckets.popitem(last=False)
        return bucket.take()
