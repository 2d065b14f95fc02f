"""The folder that senders of one site share: whose batches are whose, who lives, and what is in a file.

A batch is a file `<owner>.<created at>.<number>.ndjson`: a header line that names the site and the outbox that numbered
the events, then an event a line. Each sender keeps `<owner>.alive` fresh. When that is gone or stale, any other may take
the owner's batches by renaming them, which one wins. Only an owner appends, so a torn end means a crash, and is cut when read.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from typing import Callable

from .limits import ALIVE_EVERY_MS, ALIVE_STALE_MS
from .outbox import Batch


class OutboxFolder:
    def __init__(self, folder: str, site: str, owner: str, now: Callable[[], float]) -> None:
        digest = hashlib.sha256(site.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        self._path = os.path.join(folder, f"{re.sub(r'[^A-Za-z0-9-]', '_', site)[:40]}-{digest}")
        self._site, self._owner, self._now = site, owner, now
        self._number = 0
        self._beat_at = float("-inf")
        self._looked_at = float("-inf")

    @property
    def is_mine(self) -> bool:
        """Has this sender said so lately that it lives, that no other can have taken its batches?"""
        return abs(self._now() - self._beat_at) < ALIVE_STALE_MS / 2

    def beat(self) -> None:
        """Says that this sender lives, if it hasn't lately."""
        now = self._now()
        if abs(now - self._beat_at) < ALIVE_EVERY_MS:
            return
        if self._beat_at == float("-inf"):
            os.makedirs(self._path, mode=0o700, exist_ok=True)
        with open(self._file(f"{self._owner}.alive"), "w") as file:
            file.write("\n")
        self._beat_at = now

    def leave(self) -> None:
        """Says that this sender is gone."""
        if self._beat_at != float("-inf"):
            _remove(self._file(f"{self._owner}.alive"))

    def create(self, created_at: float) -> tuple[str, int]:
        """A new batch's name and descriptor; its entry survives a power cut."""
        name = self._name(created_at)
        descriptor = os.open(self._file(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        try:
            append(descriptor, json.dumps({"v": 1, "site": self._site, "outbox": self._owner}) + "\n")
            self._sync()
        except BaseException:
            os.close(descriptor)
            raise
        return name, descriptor

    def inherit(self) -> list[Batch]:
        """Takes the batches of senders that are gone. Looks no more often than a sender may be gone unnoticed."""
        if abs(self._now() - self._looked_at) < ALIVE_STALE_MS:
            return []
        self._looked_at = self._now()
        names = [name for name in os.listdir(self._path) if name.endswith((".ndjson", ".alive"))]
        owners = {name.split(".")[0] for name in names} - {self._owner}
        gone = {owner for owner in owners if not self._lives(owner)}
        taken = []
        for name in names:
            if not name.endswith(".ndjson") or name.split(".")[0] not in gone:
                continue
            created_at = float(name.split(".")[1])
            mine = self._name(created_at)
            try:
                os.rename(self._file(name), self._file(mine))
            except FileNotFoundError:
                continue
            self._sync()
            batch = self.read(mine)
            if batch:
                batch.created_at, batch.count = created_at, len(batch.lines)
                batch.size = sum(len(line) + 1 for line in batch.lines)
                batch.lines = []
                taken.append(batch)
        for owner in gone:
            _remove(self._file(f"{owner}.alive"))
        return taken

    def read(self, name: str) -> Batch | None:
        """What a batch holds, whole lines only; None when it is gone."""
        try:
            with open(self._file(name), encoding="utf-8", errors="replace", newline="\n") as file:
                text = file.read()
        except FileNotFoundError:
            return None
        # After a crash the last line may be torn, or hold zeros that were never written over.
        header, *lines = text[: text.rfind("\n") + 1].split("\n")
        try:
            outbox = json.loads(header)["outbox"]
        except (ValueError, KeyError, TypeError):
            outbox = self._owner
        return Batch(outbox, 0, [line for line in lines if line.startswith("{") and line.endswith("}")], name)

    def remove(self, name: str) -> None:
        _remove(self._file(name))

    def set_aside(self, name: str) -> None:
        """Keeps a batch that the service refused whole, for people to look at."""
        os.replace(self._file(name), self._file(re.sub("ndjson$", "refused", name)))

    def _lives(self, owner: str) -> bool:
        # Both times are the file system's, which need not be this machine's.
        try:
            theirs = os.stat(self._file(f"{owner}.alive")).st_mtime
        except FileNotFoundError:
            return False
        mine = os.stat(self._file(f"{self._owner}.alive")).st_mtime
        return (mine - theirs) * 1000 < ALIVE_STALE_MS

    def _name(self, created_at: float) -> str:
        self._number += 1
        return f"{self._owner}.{int(created_at)}.{self._number}.ndjson"

    def _file(self, name: str) -> str:
        return os.path.join(self._path, name)

    def _sync(self) -> None:
        if os.name == "nt":  # Windows opens no folder, and makes entries durable by itself.
            return
        descriptor = os.open(self._path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def append(descriptor: int, text: str) -> None:
    """Returns when the text would survive a power cut. After an exception the file may end in a part of it."""
    data = text.encode("ascii")
    while data:
        data = data[os.write(descriptor, data) :]
    getattr(os, "fdatasync", os.fsync)(descriptor)


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except FileNotFoundError:
        pass
