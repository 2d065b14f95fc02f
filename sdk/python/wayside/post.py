"""Brings one batch to the first of the service's URLs that takes it. Never raises; sends the key nowhere else.

A batch is settled only by an answer that can come from nobody but the service: a log-in page's 200 settles nothing.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Callable

from .limits import RETRY_AFTER_MAX_MS, URL_COOL_DOWN_MS

_ANSWER_BYTES_MAX = 10_000_000
# Statuses that no resending changes. 401 and 403 are not among them: a key is mended without a restart of the recommender.
_FINAL = (400, 415, 422)
# The same goes for a site that the service has yet to be told of.
_MENDABLE = "SITE_UNKNOWN"


@dataclass
class Answer:
    """`kind` is settled, refused, too large or later."""

    kind: str
    code: str = ""
    message: str = ""
    wait_ms: float = 0
    rejected: list[str] = field(default_factory=list)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would turn the POST into a GET, whose 200 means nothing."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Post:
    def __init__(
        self,
        urls: Sequence[str],
        key: str,
        site: str,
        timeout_ms: float,
        now: Callable[[], float],
        on_request: Callable[[bool], None],
    ) -> None:
        self._urls, self._key, self._site, self._timeout_ms = urls, key, site, timeout_ms
        self._now, self._on_request = now, on_request
        self._failed_at: dict[str, float] = {}
        self._opener = urllib.request.build_opener(_NoRedirects)

    def __call__(self, outbox: str, lines: Sequence[str], is_stopped: Callable[[], bool]) -> Answer:
        head = json.dumps({"v": 1, "site": self._site, "outbox": outbox, "sentAt": int(self._now())})
        body = f'{head[:-1]},"events":[{",".join(lines)}]}}'.encode("utf-8", "replace")
        last: Answer | None = None
        for url in sorted(self._urls, key=self._is_cooling):
            answer = self._attempt(url, body)
            self._on_request(answer.kind != "later")
            if answer.kind != "later":
                self._failed_at.pop(url, None)
                return answer
            self._failed_at[url] = self._now()
            # The shortest wait that any of them asked for: one that is ready is enough.
            answer.wait_ms = min(last.wait_ms, answer.wait_ms) if last else answer.wait_ms
            last = answer
            if is_stopped():
                break
        assert last
        return last

    def _is_cooling(self, url: str) -> bool:
        return self._now() - self._failed_at.get(url, float("-inf")) < URL_COOL_DOWN_MS

    def _attempt(self, url: str, body: bytes) -> Answer:
        request = urllib.request.Request(url, data=body, method="POST")
        request.add_header("Content-Type", "application/json")
        request.add_unredirected_header("Authorization", f"Bearer {self._key}")
        deadline = time.monotonic() + self._timeout_ms / 1000
        try:
            try:
                response = self._opener.open(request, timeout=self._timeout_ms / 1000)
            except urllib.error.HTTPError as error:
                response = error
            with response:
                return _read(response.status, response.headers.get("Retry-After"), _body(response, deadline))
        except Exception as error:
            return Answer("later", "UNREACHABLE", f"{url}: {getattr(error, 'reason', error)}")


def _body(response: Any, deadline: float) -> Any:
    """The answer as JSON; an empty object when it is none. The socket's time-out is for one read: this one is for all."""
    data = b""
    while time.monotonic() < deadline and len(data) < _ANSWER_BYTES_MAX:
        chunk = response.read1(65_536) if hasattr(response, "read1") else response.read(65_536)
        if not chunk:
            break
        data += chunk
    try:
        value = json.loads(data)
        return value if isinstance(value, dict) else {}
    except ValueError:
        return {}


def _read(status: int, retry_after: str | None, body: dict[str, Any]) -> Answer:
    accepted, rejected, code = body.get("accepted"), body.get("rejected"), body.get("code")
    if status == 200 and isinstance(accepted, int) and isinstance(rejected, list):
        return Answer("settled", rejected=[str(entry.get("code")) for entry in rejected if isinstance(entry, dict)])
    if status == 413:
        return Answer("too large")
    message = str(body.get("message", f"The answer was {status}, and not the service's."))
    if status in _FINAL and isinstance(code, str) and code != _MENDABLE:
        return Answer("refused", code, message)
    return Answer("later", code if isinstance(code, str) else "UNREACHABLE", message, _retry_after_ms(retry_after))


def _retry_after_ms(header: str | None) -> float:
    # Seconds only: a date would have to be read by a clock that nobody vouches for.
    try:
        seconds = float(header or 0)
    except ValueError:
        return 0
    return min(seconds * 1000, RETRY_AFTER_MAX_MS) if seconds > 0 else 0
