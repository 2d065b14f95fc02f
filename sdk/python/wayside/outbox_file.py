"""The outbox in a folder: what it has kept survives a crash and a power cut; the next sender on the folder sends it.

Says kept only of events that no other sender can have missed when it took this one for gone.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import Callable

from .facts import Line
from .folder import OutboxFolder, append
from .outbox import Batch, BatchQueue


class FileOutbox:
    def __init__(
        self,
        folder: str,
        site: str,
        outbox: str,
        bytes_max: int,
        now: Callable[[], float],
        on_fault: Callable[[BaseException], None],
        on_moved: Callable[[int], None],
    ) -> None:
        """`on_moved` is told of events taken over from a sender that is gone; negative: lost to another."""
        self._folder = OutboxFolder(folder, site, outbox, now)
        self._outbox, self._bytes_max, self._now = outbox, bytes_max, now
        self._on_fault, self._on_moved = on_fault, on_moved
        self._queue = BatchQueue()
        self._filling: Batch | None = None
        self._descriptor = -1
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        filling = self._filling
        return self._queue.count + (filling.count if filling else 0)

    @property
    def size(self) -> int:
        filling = self._filling
        return self._queue.size + (filling.size if filling else 0)

    def put(self, lines: Sequence[Line]) -> list[Line]:
        """Keeps events. Never raises. Returns those that it can't keep."""
        kept = 0
        with self._lock:
            try:
                self._folder.beat()
                while kept < len(lines) and self.size + lines[kept].size <= self._bytes_max:
                    kept += self._append(lines[kept:])
            except Exception as error:
                self._on_fault(error)
                # What followed a torn line would be cut with it, so the next events go to a new file.
                self._seal()
        return list(lines[kept:])

    def next(self, everything: bool) -> Batch | None:
        with self._lock:
            while True:
                filling = self._filling
                if not self._queue.first and filling and (everything or filling.is_ripe(self._now())):
                    self._seal()
                entry = self._queue.first
                if not entry:
                    return None
                try:
                    content = self._folder.read(entry.name)
                except OSError as error:
                    self._on_fault(error)
                    self._queue.to_the_end(entry)
                    return None
                if content:
                    # Lines past the count were put elsewhere when their fsync failed.
                    entry.outbox, entry.lines = content.outbox, content.lines[: entry.count]
                    return entry
                self._on_moved(-entry.count)
                self._queue.remove(entry)

    def done(self, batch: Batch, refused: bool) -> None:
        with self._lock:
            self._queue.remove(batch)
            try:
                (self._folder.set_aside if refused else self._folder.remove)(batch.name)
            except OSError as error:  # It will be sent again after a restart, and count once.
                self._on_fault(error)

    def postpone(self, batch: Batch) -> None:
        with self._lock:
            batch.lines = []
            self._queue.to_the_end(batch)

    def tend(self) -> None:
        """Says that this sender lives, and takes over what senders that are gone have left. Never raises."""
        with self._lock:
            try:
                self._folder.beat()
                for entry in self._folder.inherit():
                    self._queue.push(entry)
                    self._on_moved(entry.count)
            except Exception as error:
                self._on_fault(error)

    def close(self) -> None:
        """Leaves what still waits to the next sender. Never raises."""
        with self._lock:
            self._seal()
            try:
                self._folder.leave()
            except OSError as error:
                self._on_fault(error)

    def _append(self, lines: Sequence[Line]) -> int:
        """Appends as many as one batch takes. Returns how many; 0 when it has to be done again."""
        if self._filling and self._filling.is_full(lines[0].size):
            self._seal()
        if not self._filling:
            created_at = self._now()
            name, self._descriptor = self._folder.create(created_at)
            self._filling = Batch(self._outbox, created_at, name=name)
        batch, size = self._filling, 0
        texts: list[str] = []
        for line in lines:
            more = Batch("", 0, count=batch.count + len(texts), size=batch.size + size)
            if more.is_full(line.size) or self.size + size + line.size > self._bytes_max:
                break
            texts.append(f"{line.text}\n")
            size += line.size
        append(self._descriptor, "".join(texts))
        if not self._folder.is_mine:
            # This process stood still for so long that another may have sent and removed the file before we wrote to it.
            self._seal()
            self._folder.beat()
            return 0
        batch.count += len(texts)
        batch.size += size
        return len(texts)

    def _seal(self) -> None:
        filling, self._filling = self._filling, None
        if filling:
            self._queue.push(filling)
            os.close(self._descriptor)
