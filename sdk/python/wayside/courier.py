"""Brings what waits in the outboxes to the service, one batch at a time, in its own thread, until it is told to stop.

A batch leaves its outbox only when it is settled; one that fails lets the others go first; failures slow it down.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from typing import Callable, Union

from .limits import BACKOFF_FIRST_MS, BACKOFF_MAX_MS, OUTBOX_AGE_MAX_MS, SEAL_AFTER_MS
from .outbox import Batch, MemoryOutbox
from .outbox_file import FileOutbox
from .post import Answer, Post

Outbox = Union[MemoryOutbox, FileOutbox]
# Forked processes must not draw the same waits.
_chance = random.SystemRandom()


class Courier:
    def __init__(
        self,
        outboxes: Sequence[Outbox],
        post: Post,
        count: Callable[..., None],
        report: Callable[[str, str], None],
        now: Callable[[], float],
    ) -> None:
        self._outboxes, self._post = list(outboxes), post
        self._count, self._report, self._now = count, report, now
        self._roused = threading.Condition()
        self._state = "open"
        self._news = False
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name="wayside-courier", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something new waits. Does not cut short the wait after a failure."""
        with self._roused:
            self._news = True
            self._roused.notify_all()

    def drain(self, seconds: float) -> None:
        """Sends all that there is; returns when nothing waits any more or the time is up."""
        self._become("draining")
        self._thread.join(seconds)
        self._become("stopped")

    def _become(self, state: str) -> None:
        with self._roused:
            self._state, self._failures = state, 0
            self._roused.notify_all()

    def _run(self) -> None:
        while self._state != "stopped":
            everything = self._state != "open"
            found = self._next(everything)
            if found:
                self._handle(*found)
            elif everything:
                return
            else:
                self._rest(SEAL_AFTER_MS, idle=True)

    def _next(self, everything: bool) -> tuple[Outbox, Batch] | None:
        for outbox in self._outboxes:
            batch = outbox.next(everything)
            if batch:
                return outbox, batch
        return None

    def _handle(self, outbox: Outbox, batch: Batch) -> None:
        # Taking turns keeps a batch that always fails in one outbox from holding up the other.
        self._outboxes.append(self._outboxes.pop(0))
        if self._now() - batch.created_at > OUTBOX_AGE_MAX_MS:
            self._count(expired=len(batch.lines))
            outbox.done(batch, True)
            return
        answer, refused = self._deliver(batch.outbox, batch.lines)
        if answer.kind == "settled":
            self._failures = 0
            delivered = len(batch.lines) - refused - len(answer.rejected)
            self._count(delivered=delivered, refused=refused, rejected=len(answer.rejected), codes=answer.rejected)
            outbox.done(batch, refused > 0)
            return
        outbox.postpone(batch)
        if self._state == "stopped":
            return
        self._report(answer.code, answer.message)
        longest = min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** min(self._failures, 16))
        self._failures += 1
        self._rest(max(longest * _chance.uniform(0.5, 1), answer.wait_ms), idle=False)

    def _deliver(self, outbox: str, lines: Sequence[str]) -> tuple[Answer, int]:
        """How it ended, settled or later, and how many events were refused with their batch."""
        if not lines:
            return Answer("settled"), 0
        answer = self._post(outbox, lines, lambda: self._state == "stopped")
        for code in answer.rejected:
            self._report(code, f"The service rejected an event: {code}.")
        if answer.kind in ("settled", "later"):
            return answer, 0
        if answer.kind == "too large" and len(lines) > 1:
            middle = len(lines) // 2
            first, refused = self._deliver(outbox, lines[:middle])
            if first.kind == "later":
                return first, 0
            second, more = self._deliver(outbox, lines[middle:])
            if second.kind == "later":
                return second, 0
            return Answer("settled", rejected=first.rejected + second.rejected), refused + more
        if answer.kind == "refused":
            self._report(answer.code, answer.message)
        else:
            self._report("BATCH_TOO_LARGE", "A single event is too large for the service.")
        return Answer("settled"), len(lines)

    def _rest(self, ms: float, idle: bool) -> None:
        with self._roused:
            state = self._state
            self._roused.wait_for(lambda: self._state != state or (idle and self._news), ms / 1000)
            self._news = False
