"""What a sender has done, in numbers that add up, and what went wrong, told once a minute and not once an event."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from typing import Callable

from .limits import FAULT_EVERY_MS

_log = logging.getLogger("wayside")


@dataclass
class Counters:
    """Events, but for requests and failures.

    recorded + inherited = delivered + rejected + refused + dropped + expired + handed_over + pending.
    """

    recorded: int = 0
    """Told by the recommender."""
    inherited: int = 0
    """Found in the folder, left by a sender that was gone."""
    delivered: int = 0
    """Taken by the service."""
    rejected: int = 0
    """Refused by the service one by one; see rejected_by."""
    refused: int = 0
    """In batches that the service refused whole; kept in the folder as `.refused`."""
    dropped: int = 0
    """For want of room, unreadable, or told after close."""
    expired: int = 0
    """Waited for more than 35 days."""
    handed_over: int = 0
    """Taken over by another sender, that thought this one gone."""
    pending: int = 0
    """Not settled yet."""
    in_memory: int = 0
    """Of those, in memory only: lost if the process died now."""
    requests: int = 0
    failures: int = 0
    """Requests that the service did not answer."""
    rejected_by: dict[str, int] = field(default_factory=dict)
    """Rejected events by error code."""


@dataclass(frozen=True)
class Fault:
    """Something that an operator should know. Codes are those of docs/reference/errors.md."""

    code: str
    message: str


def warn(fault: Fault) -> None:
    """The default: a warning of the logger `wayside`."""
    _log.warning("%s: %s", fault.code, fault.message)


class Reporter:
    """Tells each code at once, then no more than once in FAULT_EVERY_MS. Never raises, whatever on_fault does."""

    def __init__(self, on_fault: Callable[[Fault], None], now: Callable[[], float]) -> None:
        self._on_fault = on_fault
        self._now = now
        self._told_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def __call__(self, code: str, message: str) -> None:
        now = self._now()
        with self._lock:
            if now - self._told_at.get(code, float("-inf")) < FAULT_EVERY_MS:
                return
            self._told_at[code] = now
        try:
            self._on_fault(Fault(code, message))
        except Exception:  # The recommender's own handler failed; it has its own ways to notice.
            pass
