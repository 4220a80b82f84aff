"""Limits on guessing and flooding that count no addresses: a ward shares one."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable


class Bucket:
    """Holds `size` drops and gets `per_second` back; each taking costs one."""

    __slots__ = ("_clock", "_full_at", "_per_second", "_size")

    def __init__(
        self, size: float, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._size = size
        self._per_second = per_second
        self._clock = clock
        self._full_at = clock()

    def take(self) -> bool:
        """Take one drop; False where none is left."""
        now = self._clock()
        full_at = max(now, self._full_at) + 1 / self._per_second
        if (full_at - now) * self._per_second > self._size:
            return False
        self._full_at = full_at
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
