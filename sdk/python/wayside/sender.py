"""Tells the service what a recommender served and what came of it.

Promises: once made, it never raises and never waits on the recommender's account; its memory is bounded; every event that it
was told is accounted for in its counters. With a folder, an event survives the process some 50 ms after it was told (`saved`
waits for that). Without one, a crash loses what waits: about a second's events, or an outage's. After a fork the child begins
an outbox of its own, and the parent keeps what it was told.
"""

from __future__ import annotations

import atexit
import os
import re
import threading
import time
import urllib.parse
import weakref
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Callable

from .counters import Counters, Fault, Reporter, warn
from .courier import Courier, Outbox
from .facts import Line, line_of, time_of, uuid7
from .limits import (
    ALIVE_EVERY_MS,
    CLOSE_DEADLINE_MS,
    FOLDER_BYTES_MAX,
    LINGER_MS,
    MEMORY_BYTES_MAX,
    SEND_EVENT_BYTES_MAX,
    SEND_TIMEOUT_MS,
)
from .outbox import MemoryOutbox
from .outbox_file import FileOutbox
from .post import Post

_FULL = "The outbox has no room: events are dropped and counted."


class Sender:
    """May be shared by threads."""

    _file: FileOutbox | None
    _memory: MemoryOutbox
    _outboxes: list[Outbox]
    _courier: Courier
    _writer: threading.Thread
    _closed: bool

    def __init__(
        self,
        urls: Sequence[str],
        key: str,
        site: str,
        folder: str | None = None,
        on_fault: Callable[[Fault], None] = warn,
        memory_bytes_max: int = MEMORY_BYTES_MAX,
        folder_bytes_max: int = FOLDER_BYTES_MAX,
        timeout_ms: float = SEND_TIMEOUT_MS,
        now: Callable[[], float] = lambda: time.time() * 1000,
    ) -> None:
        """`urls`: where the service's API answers, best first; the others are tried when the first does not answer.

        `key` is a write key of the site. `folder` is where events wait on disk; several processes may share it.
        Raises ValueError at once when a setting can't work.
        """
        self._urls = _read_urls(urls, key, site)
        self._key, self._site, self._folder, self._now = key, site, folder, now
        self._memory_bytes_max, self._folder_bytes_max, self._timeout_ms = memory_bytes_max, folder_bytes_max, timeout_ms
        self._on_fault = on_fault
        self._begin()
        if folder:
            self._start()
        _senders.add(self)
        atexit.register(_close_at_exit, weakref.ref(self))

    def served(
        self,
        list_id: str,
        placement: str,
        items: Sequence[str],
        variant: str | None = None,
        propensities: Sequence[float] | None = None,
        occurred_at: float | None = None,
        positions: Sequence[int] | None = None,
    ) -> None:
        """A list was served: one event for each item, in the order shown.

        `propensities` are the policy's probabilities of showing each item where it stands: what off-policy evaluation needs.
        `positions` say where the items stand, from 1, when they are only some of the list.
        Times are milliseconds since the Unix epoch, with microseconds as decimals if you know them.
        """

        def events(now: float) -> list[dict[str, Any]]:
            if isinstance(items, str):
                raise TypeError("items is a list of item ids, not one string")
            known = propensities or []
            return [
                {
                    "type": "served",
                    **time_of(now if occurred_at is None else occurred_at),
                    "listId": list_id,
                    "placement": placement,
                    "variant": variant,
                    "item": item,
                    "position": positions[index] if positions and index < len(positions) else index + 1,
                    "propensity": known[index] if index < len(known) else None,
                }
                for index, item in enumerate(items)
            ]

        self._record(events)

    def conversion(
        self,
        order: str | None = None,
        value: str | Decimal | None = None,
        currency: str | None = None,
        item: str | None = None,
        list_id: str | None = None,
        visitor: str | None = None,
        event_id: str | None = None,
        occurred_at: float | None = None,
    ) -> None:
        """Something of value happened. Name at least one of order, visitor, list_id and item, or it can be joined to nothing.

        `value` is a decimal with at most 4 decimals, negative for a refund; `currency` is ISO 4217. `event_id` is a UUID of
        your own, if you may report the same one twice: it counts once.
        """
        self._record(
            lambda now: [
                {
                    "id": event_id,
                    "type": "conversion",
                    **time_of(now if occurred_at is None else occurred_at),
                    "order": order,
                    "value": f"{value:f}" if isinstance(value, Decimal) else value,
                    "currency": currency,
                    "item": item,
                    "listId": list_id,
                    "visitor": visitor,
                }
            ]
        )

    def saved(self, timeout_seconds: float = 5.0) -> bool:
        """Waits until all that was told so far has been written. Returns whether all that waits is on disk."""
        with self._changed:
            taken, self._hurry = self._taken, True
            self._changed.notify_all()
            return self._changed.wait_for(lambda: self._written >= taken, timeout_seconds) and self._memory.count == 0

    def counters(self) -> Counters:
        with self._changed:
            in_memory = self._memory.count + self._taken - self._written
            pending = in_memory + (self._file.count if self._file else 0)
            counts = self._counters
            return replace(counts, in_memory=in_memory, pending=pending, rejected_by=dict(counts.rejected_by))

    def close(self, deadline_seconds: float = CLOSE_DEADLINE_MS / 1000) -> Counters:
        """Sends what waits until the deadline. What then still waits stays in the folder for the next sender; else it is lost.

        A program that ends in order does this by itself.
        """
        deadline = time.monotonic() + deadline_seconds
        with self._changed:
            first, self._closed = not self._closed, True
            self._changed.notify_all()
        if first and self._started:
            self._writer.join(max(0, deadline - time.monotonic()))
            self._courier.drain(max(0, deadline - time.monotonic()))
            if self._file:
                self._file.close()
        return self.counters()

    def _begin(self) -> None:
        """An empty outbox, and threads that start with the first event. Again in each forked child."""
        self._changed = threading.Condition()
        self._report = Reporter(self._on_fault, self._now)
        self._counters = Counters()
        self._lines: list[Line] = []
        self._taken = self._written = self._unsaved_bytes = self._number = 0
        self._hurry = self._closed = self._started = False
        outbox = uuid7(self._now())
        self._memory = MemoryOutbox(outbox, self._memory_bytes_max, self._now)
        self._file = None
        if self._folder:
            self._file = FileOutbox(
                self._folder,
                self._site,
                outbox,
                self._folder_bytes_max,
                self._now,
                on_fault=lambda error: self._report("OUTBOX_FOLDER", f"{error}. Events wait in memory."),
                on_moved=self._on_moved,
            )
        self._outboxes = [self._file, self._memory] if self._file else [self._memory]
        post = Post(self._urls, self._key, self._site, self._timeout_ms, self._now, self._on_request)
        self._courier = Courier(self._outboxes, post, self._count, self._report, self._now)
        self._writer = threading.Thread(target=self._write, name="wayside-writer", daemon=True)

    def _start(self) -> None:
        self._started = True
        self._writer.start()
        self._courier.start()

    def _record(self, events: Callable[[float], list[dict[str, Any]]]) -> None:
        faults: dict[str, str] = {}
        try:
            now = self._now()
            made = events(now)
        except Exception as error:
            self._count(recorded=1, dropped=1)
            return self._report("EVENT_SHAPE", str(error))
        with self._changed:
            for event in made:
                self._number += 1
                self._counters.recorded += 1
                try:
                    line = line_of({"n": self._number, **event, "id": event.get("id") or uuid7(now)})
                except (TypeError, ValueError) as error:
                    self._counters.dropped += 1
                    faults["EVENT_SHAPE"] = str(error)
                else:
                    faults.update(self._take(line))
            if not self._started and not self._closed:
                self._start()
            self._changed.notify_all()
        # Told without the lock: what the handler does must not hold up other threads.
        for code, message in faults.items():
            self._report(code, message)

    def _take(self, line: Line) -> dict[str, str]:
        """Keeps the event for the writer, or drops it and says why."""
        room = self._memory.has_room(self._unsaved_bytes + line.size, line.conversion)
        if self._closed or not room or line.size > SEND_EVENT_BYTES_MAX:
            self._counters.dropped += 1
            return {"OUTBOX_CLOSED": "The sender is closed."} if self._closed else {"OUTBOX_FULL": _FULL}
        self._lines.append(line)
        self._taken += 1
        self._unsaved_bytes += line.size
        return {}

    def _write(self) -> None:
        """The writer's thread: groups the events of LINGER_MS into one fsync, and tends the folder."""
        while True:
            if self._file:
                self._file.tend()
            with self._changed:
                self._changed.wait_for(lambda: self._lines or self._closed, ALIVE_EVERY_MS / 1000)
                self._changed.wait_for(lambda: self._hurry or self._closed, LINGER_MS / 1000 if self._lines else 0)
                lines, self._lines, self._hurry = self._lines, [], False
                if not lines and self._closed:
                    return
            left = lines
            for outbox in self._outboxes:
                left = outbox.put(left) if left else left
            with self._changed:
                self._written += len(lines)
                self._unsaved_bytes -= sum(line.size for line in lines)
                self._changed.notify_all()
            if left:
                self._count(dropped=len(left))
                self._report("OUTBOX_FULL", _FULL)
            self._courier.wake()

    def _on_moved(self, count: int) -> None:
        self._count(inherited=max(count, 0), handed_over=max(-count, 0))

    def _on_request(self, answered: bool) -> None:
        self._count(requests=1, failures=0 if answered else 1)

    def _count(self, codes: Sequence[str] = (), **more: int) -> None:
        with self._changed:
            for name, count in more.items():
                setattr(self._counters, name, getattr(self._counters, name) + count)
            for code in codes:
                self._counters.rejected_by[code] = self._counters.rejected_by.get(code, 0) + 1


def _read_urls(urls: Sequence[str], key: str, site: str) -> list[str]:
    if isinstance(urls, str) or not urls:
        raise ValueError("A sender needs a list of at least one URL.")
    if not re.fullmatch(r"[\x21-\x7e]+", key):
        raise ValueError("The write key is empty or has odd characters.")
    if not site:
        raise ValueError("A sender needs a site.")
    for url in urls:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise ValueError(f"{url!r} is no http or https URL without user and query.")
    return [f"{url.rstrip('/')}/api/v1/events" for url in urls]


_senders: weakref.WeakSet[Sender] = weakref.WeakSet()


def _close_at_exit(reference: weakref.ref[Sender]) -> None:
    sender = reference()
    if sender:
        sender.close()


def _after_fork() -> None:
    for sender in list(_senders):
        sender._begin()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
