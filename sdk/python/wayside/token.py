"""List tokens: `v1.<kid>.<payload>.<mac>`, HMAC-SHA256 cut to 128 bits (docs/reference/wire.md).

Promises: `Signer.sign` and `Verifier.verify` never raise; a key that can't work is refused when they are made.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Callable

from .counters import Fault, Reporter, warn
from .facts import uuid7
from .limits import (
    LIST_ID_CHARS_MAX,
    LIST_ITEMS_MAX,
    NAME_CHARS_MAX,
    TOKEN_CHARS_MAX,
    TOKEN_LIFETIME_SECONDS,
)

_KID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_MAC_BYTES = 16
_SAFE_INTEGER_MAX = 2**53 - 1


class TokenFault(ValueError):
    """A key or a list that can't be signed. Its code is TOKEN."""

    code = "TOKEN"


@dataclass(frozen=True)
class SignedList:
    token: str
    """For `data-wayside="…"`. Empty when the list could not be signed: the page still shows its links."""
    list_id: str
    """Hand it to `Sender.served`."""
    fault: TokenFault | None = None


@dataclass(frozen=True)
class Verification:
    verdict: str
    """good, expired, forged or malformed."""
    kid: str | None = None
    payload: dict[str, Any] | None = None
    """Of good and expired tokens."""


class Signer:
    """Signs the lists of one site. Takes microseconds, does no I/O. May be shared by threads."""

    def __init__(
        self,
        kid: str,
        site: str,
        secret: str | bytes,
        on_fault: Callable[[Fault], None] = warn,
        now: Callable[[], float] = lambda: time.time() * 1000,
    ) -> None:
        """`secret` is base64url without padding of at least 16 bytes, or the bytes. `now` gives milliseconds.

        Raises TokenFault when the key can't sign.
        """
        self._kid, self._site, self._secret = kid, site, _read_secret(kid, secret)
        self._now = now
        self._report = Reporter(on_fault, now)
        sign_payload(kid, site, self._secret, {"s": site, "l": "l", "p": "p", "t": 0, "i": ["i"]})

    def sign(
        self,
        placement: str,
        items: Sequence[str],
        variant: str | None = None,
        list_id: str | None = None,
        lifetime_seconds: int | None = None,
    ) -> SignedList:
        """One list about to be served: item ids in the order shown. The list's id is a UUIDv7 unless given."""
        list_id = uuid7(self._now()) if list_id is None else list_id
        try:
            payload: dict[str, Any] = {"s": self._site, "l": list_id, "p": placement}
            if variant is not None:
                payload["v"] = variant
            payload["t"] = int(self._now() // 1000)
            # A bare string is a sequence of its letters: never what was meant.
            payload["i"] = None if isinstance(items, str) else list(items)
            if lifetime_seconds is not None:
                payload["x"] = lifetime_seconds
            return SignedList(sign_payload(self._kid, self._site, self._secret, payload), list_id)
        except Exception as error:
            fault = error if isinstance(error, TokenFault) else TokenFault(f"{type(error).__name__}: {error}")
            self._report("TOKEN", str(fault))
            return SignedList("", list_id, fault)


class Verifier:
    """Checks tokens as the service does. Takes all live keys: while keys rotate, the old and the new one."""

    def __init__(
        self,
        keys: Iterable[tuple[str, str, str | bytes]],
        now: Callable[[], float] = lambda: time.time() * 1000,
    ) -> None:
        """`keys` are (kid, site, secret). Raises TokenFault when a secret can't work."""
        self._keys = {kid: (site, _read_secret(kid, secret)) for kid, site, secret in keys}
        self._now = now

    def verify(self, token: str) -> Verification:
        """Never raises on hostile input. An expired token still says what was served."""
        parts = token.split(".") if isinstance(token, str) and len(token) <= TOKEN_CHARS_MAX else []
        if len(parts) != 4 or parts[0] != "v1" or not _KID.fullmatch(parts[1]) or not parts[2] or not parts[3]:
            return Verification("malformed")
        _, kid, encoded, tag = parts
        if kid not in self._keys or not token.isascii():
            return Verification("forged")
        site, secret = self._keys[kid]
        # Comparing the text and not its bytes: one list has one token, and decoders skip foreign characters.
        if not hmac.compare_digest(_mac(secret, f"v1.{kid}.{encoded}"), tag):
            return Verification("forged")
        payload = _parse(encoded)
        if payload is None:
            return Verification("malformed")
        if payload["s"] != site:
            return Verification("forged")
        expires_at = (payload["t"] + payload.get("x", TOKEN_LIFETIME_SECONDS)) * 1000
        return Verification("good" if self._now() < expires_at else "expired", kid, payload)


def sign_payload(kid: str, site: str, secret: bytes, payload: dict[str, Any]) -> str:
    """The token of a payload as docs/reference/wire.md has it. Raises TokenFault when it breaks a limit."""
    if not _KID.fullmatch(kid):
        raise TokenFault(f"Key id {kid!r} does not match [A-Za-z0-9_-]{{1,32}}.")
    if payload.get("s") != site:
        raise TokenFault(f"Key {kid} signs for site {site}, not {payload.get('s')}.")
    if not _is_payload(payload):
        raise TokenFault("The list breaks a limit: 1 to 100 items of 1 to 200 characters, list id up to 64.")
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate has no UTF-8; JSON's escape carries it.
    text = _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    body = f"v1.{kid}.{_base64url(text.encode())}"
    token = f"{body}.{_mac(secret, body)}"
    if len(token) > TOKEN_CHARS_MAX:
        raise TokenFault(f"The token has {len(token)} characters, over {TOKEN_CHARS_MAX}. Shorten item ids.")
    return token


def _read_secret(kid: str, secret: str | bytes) -> bytes:
    if isinstance(secret, str):
        try:
            data = base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4))
        except ValueError:
            data = b""
        # Decoders skip foreign characters: a secret with one mistyped would sign, and verify nowhere.
        if _base64url(data) != secret:
            raise TokenFault(f"The secret of key {kid} is not base64url without padding.")
    else:
        data = bytes(secret)
    if len(data) < 16:
        raise TokenFault(f"A signing secret has {len(data)} bytes; it needs at least 16.")
    return data


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _mac(secret: bytes, text: str) -> str:
    return _base64url(hmac.new(secret, text.encode(), hashlib.sha256).digest()[:_MAC_BYTES])


def _parse(encoded: str) -> dict[str, Any] | None:
    try:
        text = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode("utf-8", "replace")
        value = json.loads(text, parse_constant=_refuse_constant)
        return value if _is_payload(value) else None
    except (ValueError, RecursionError):
        return None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON.")


def _is_payload(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    items = value.get("i")
    return (
        _is_name(value.get("s"))
        and _is_name(value.get("l"), LIST_ID_CHARS_MAX)
        and _is_name(value.get("p"))
        and ("v" not in value or _is_name(value["v"]))
        and _is_whole(value.get("t"))
        and ("x" not in value or (_is_whole(value["x"]) and value["x"] > 0))
        and ("u" not in value or (isinstance(value["u"], str) and _WEB.match(value["u"]) is not None))
        and isinstance(items, list)
        and 1 <= len(items) <= LIST_ITEMS_MAX
        and all(_is_name(item) for item in items)
    )


def _is_name(value: Any, most: int = NAME_CHARS_MAX) -> bool:
    # Lengths are UTF-16 units on all sides, as JavaScript counts them.
    return isinstance(value, str) and 1 <= len(value.encode("utf-16-le", "surrogatepass")) // 2 <= most


def _is_whole(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return value == value and abs(value) <= _SAFE_INTEGER_MAX and value == int(value)
