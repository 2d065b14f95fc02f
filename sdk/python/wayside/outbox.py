"""Where events wait until the service has acknowledged them; and the outbox in memory.

The one in memory has bounded memory, and loses what it holds when the process ends before `close` has sent it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Callable

from .facts import Line
from .limits import CONVERSION_RESERVE, SEAL_AFTER_MS, SEND_BATCH_BYTES_MAX, SEND_BATCH_EVENTS_MAX


@dataclass
class Batch:
    """Events that travel together. `outbox` numbered them; `name` is that of its file, if it has one."""

    outbox: str
    created_at: float
    lines: list[str] = field(default_factory=list)
    name: str = ""
    count: int = 0
    size: int = 0

    def is_full(self, size: int = 0) -> bool:
        return self.size + size > SEND_BATCH_BYTES_MAX or self.count >= SEND_BATCH_EVENTS_MAX

    def is_ripe(self, now: float) -> bool:
        return self.is_full() or now - self.created_at >= SEAL_AFTER_MS


class BatchQueue:
    """Batches in the order in which they are to be sent. Not for several threads by itself."""

    def __init__(self) -> None:
        self.count = 0
        self.size = 0
        self._batches: OrderedDict[int, Batch] = OrderedDict()

    @property
    def first(self) -> Batch | None:
        return next(iter(self._batches.values()), None)

    def push(self, batch: Batch) -> None:
        self._batches[id(batch)] = batch
        self.count += batch.count
        self.size += batch.size

    def remove(self, batch: Batch) -> None:
        if self._batches.pop(id(batch), None):
            self.count -= batch.count
            self.size -= batch.size

    def to_the_end(self, batch: Batch) -> None:
        if id(batch) in self._batches:
            self._batches.move_to_end(id(batch))


class MemoryOutbox:
    def __init__(self, outbox: str, bytes_max: int, now: Callable[[], float]) -> None:
        self._outbox, self._bytes_max, self._now = outbox, bytes_max, now
        self._queue = BatchQueue()
        self._filling: Batch | None = None
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        filling = self._filling
        return self._queue.count + (filling.count if filling else 0)

    @property
    def size(self) -> int:
        filling = self._filling
        return self._queue.size + (filling.size if filling else 0)

    def has_room(self, size: int, conversion: bool) -> bool:
        """The last part of the room is for conversions only."""
        return self.size + size <= self._bytes_max * (1 if conversion else 1 - CONVERSION_RESERVE)

    def put(self, lines: Sequence[Line]) -> list[Line]:
        """Keeps events. Returns those that it can't keep."""
        with self._lock:
            return [line for line in lines if not self._keep(line)]

    def next(self, everything: bool) -> Batch | None:
        """The batch to send next; it stays until `done`. `everything`: also the one that is still being filled."""
        with self._lock:
            filling = self._filling
            if not self._queue.first and filling and (everything or filling.is_ripe(self._now())):
                self._seal()
            return self._queue.first

    def done(self, batch: Batch, refused: bool) -> None:
        with self._lock:
            self._queue.remove(batch)

    def postpone(self, batch: Batch) -> None:
        with self._lock:
            self._queue.to_the_end(batch)

    def _keep(self, line: Line) -> bool:
        if not self.has_room(line.size, line.conversion):
            return False
        if self._filling and self._filling.is_full(line.size):
            self._seal()
        if not self._filling:
            self._filling = Batch(self._outbox, self._now())
        self._filling.lines.append(line.text)
        self._filling.count += 1
        self._filling.size += line.size
        return True

    def _seal(self) -> None:
        if self._filling:
            self._queue.push(self._filling)
        self._filling = None
