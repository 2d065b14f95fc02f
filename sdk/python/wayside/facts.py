"""What a recommender tells: lists that it served, and conversions, as lines of JSON of the wire format.

Does not judge: what the service refuses it names, in the counters; refusing here would hide it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """One event, encoded, as the outbox keeps it. ASCII, so its length is its size."""

    text: str
    conversion: bool

    @property
    def size(self) -> int:
        return len(self.text) + 1


def line_of(event: dict[str, Any]) -> Line:
    """Fields that are None are left out. Raises ValueError or TypeError for what JSON cannot say."""
    present = {name: value for name, value in event.items() if value is not None}
    text = json.dumps(present, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return Line(text, event["type"] == "conversion")


def time_of(ms: float) -> dict[str, int | None]:
    """Whole milliseconds, and the microseconds beyond them, as the wire format has them."""
    whole, micros = divmod(round(ms * 1000), 1000)
    return {"occurredAt": whole, "micros": micros or None}


def uuid7(now_ms: float) -> str:
    """UUIDv7 (RFC 9562 section 5.7): 48 bits of milliseconds, then 74 random bits."""
    head = (max(0, int(now_ms)) & (2**48 - 1)) << 80
    value = head | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | (7 << 76)
    value = value & ~(0x3 << 62) | (2 << 62)
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
