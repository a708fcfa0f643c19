"""Wrong passwords typed at this computer: counted in a file, so that neither a restart nor another process
starts the count anew."""

from __future__ import annotations

import hashlib
import json
import logging
import math
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock

from app.core.errors import SignInTooSoon
from app.core.private import FILE, make_folder, opener

log = logging.getLogger(__name__)

FREE_ATTEMPTS = 3
"""Wrong passwords in a row before sign-in slows down."""

LONGEST_WAIT_SECONDS = 60

FORGET_SECONDS = 3600.0
"""After so long without a wrong password the count begins anew: at this rate nothing can be guessed."""

NAMES_KEPT = 200
MOST_BYTES = 64 * 1024
LOCK_SECONDS = 2.0

_TOGETHER = "all"
_HIGHEST_COUNT = 1_000_000


@dataclass(frozen=True, slots=True)
class Count:
    """Wrong passwords in a row, and when the last one was, in seconds of the clock."""

    wrong: int
    at: float

    @property
    def wait(self) -> int:
        """Seconds after the last one: 2, 4, 8 … from the third on."""
        if self.wrong < FREE_ATTEMPTS:
            return 0
        doublings = self.wrong - FREE_ATTEMPTS + 1
        return min(LONGEST_WAIT_SECONDS, 1 << doublings) if doublings < 16 else LONGEST_WAIT_SECONDS


@dataclass(slots=True)
class _Counts:
    """What the file holds. Names are e-mails, hashed with a salt of the file: who reads it learns none."""

    salt: str = field(default_factory=lambda: secrets.token_hex(16))
    by_name: dict[str, Count] = field(default_factory=dict)

    def names(self, email: str) -> tuple[str, str]:
        """Under which an attempt counts: among all, so that many e-mails are no way round, and by its e-mail,
        so that signing in as oneself in between is none either."""
        text = email.strip().lower().encode(errors="surrogatepass")
        hashed = hashlib.blake2b(text, key=self.salt.encode(), digest_size=16)
        return _TOGETHER, hashed.hexdigest()

    @property
    def text(self) -> str:
        newest = sorted(self.by_name.items(), key=lambda one: (one[0] == _TOGETHER, one[1].at))[-NAMES_KEPT:]
        return json.dumps({"salt": self.salt, "wrong": {name: [one.wrong, one.at] for name, one in newest}})


class WrongPasswords:
    """Slows sign-in down: 2, 4, 8 … at most 60 s after the third wrong password in a row. Only what was tried
    at this computer, by this user of it, counts: nobody can lock out anybody elsewhere.

    The file holds no password and no e-mail. Where it is damaged, the count begins anew; where it cannot be
    read or written, it lasts as long as this process. Both are logged. All methods may block for a moment,
    and may be called in any thread.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """`clock` gives seconds that go on while the computer is off; it may be set back or forth."""
        self._path = path
        self._clock = clock
        self._mutex = threading.Lock()
        self._kept: _Counts | None = None
        """What could not be written."""

    def require_patience(self, email: str) -> None:
        """Raises SignInTooSoon where an attempt comes before the wait is over."""
        with self._mutex:
            counts = self._read()
            wait, was_set_back = self._wait(counts, email)
        if was_set_back:  # else it would last until the clock is where it was
            with self._changing() as counts:
                wait, _ = self._wait(counts, email)
        if wait > 0:
            raise SignInTooSoon(math.ceil(wait))

    def note_wrong(self, email: str) -> None:
        """One more wrong password."""
        with self._changing() as counts:
            for name in counts.names(email):
                before = counts.by_name.get(name)
                number = before.wrong if before and self._age(before) < FORGET_SECONDS else 0
                counts.by_name[name] = Count(min(number + 1, _HIGHEST_COUNT), self._clock())

    def note_right(self, email: str) -> None:
        """The right password: the count begins anew. Raises SignInTooSoon where others, who tried at the same
        moment, have made it wait meanwhile: guessing many at once must not be quicker."""
        self.require_patience(email)
        with self._mutex:
            counts = self._read()
            is_counted = not counts.by_name.keys().isdisjoint(counts.names(email))
        if is_counted:
            with self._changing() as counts:
                for name in counts.names(email):
                    counts.by_name.pop(name, None)

    def _wait(self, counts: _Counts, email: str) -> tuple[float, bool]:
        """How long still, and whether the clock was set back since; then the wait begins now."""
        wait, was_set_back = 0.0, False
        for name in counts.names(email):
            if (count := counts.by_name.get(name)) is not None:
                if self._age(count) < 0:
                    counts.by_name[name] = count = Count(count.wrong, self._clock())
                    was_set_back = True
                wait = max(wait, count.wait - self._age(count))
        return wait, was_set_back

    def _age(self, count: Count) -> float:
        return self._clock() - count.at

    @contextmanager
    def _changing(self) -> Iterator[_Counts]:
        """The counts, alone among all consoles of this computer; written at the end of the block."""
        with self._mutex, self._alone():
            counts = self._read()
            yield counts
            self._write(counts)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = FileLock(f"{self._path}.lock", timeout=LOCK_SECONDS, mode=FILE, thread_local=False)
        with suppress(OSError):  # also Timeout; it is written all the same, and two at once may count as one
            make_folder(self._path.parent)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _read(self) -> _Counts:
        if self._kept is not None:
            return self._kept
        try:
            with self._path.open("rb") as file:
                return _parsed(file.read(MOST_BYTES + 1))
        except FileNotFoundError:
            return _Counts()
        except OSError as error:
            log.warning("The wrong passwords before cannot be read: %s: %s", self._path, error.strerror)
            return _Counts()
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            log.warning("The count of wrong passwords begins anew: %s is damaged.", self._path)
            return _Counts()

    def _write(self, counts: _Counts) -> None:
        beside = Path(f"{self._path}.new")
        try:
            with open(beside, "w", encoding="ascii", opener=opener) as file:
                file.write(counts.text)
            os.replace(beside, self._path)
        except OSError as error:
            if self._kept is None:
                log.warning(
                    "Wrong passwords are counted for this process only: %s: %s", self._path, error.strerror
                )
            self._kept = counts
        else:
            self._kept = None


def _parsed(data: bytes) -> _Counts:
    """Raises ValueError, TypeError, KeyError, AttributeError or RecursionError for a text of another kind."""
    if len(data) > MOST_BYTES:
        raise ValueError
    found = json.loads(data)
    bytes.fromhex(found["salt"])
    if not 16 <= len(found["salt"]) <= 64:  # as long a key as the hash takes
        raise ValueError
    return _Counts(found["salt"], dict(_counts(found["wrong"])))


def _counts(found: Mapping[str, object]) -> Iterator[tuple[str, Count]]:
    for name, pair in found.items():
        match pair:
            case [int(wrong), int(at) | float(at)] if 0 <= wrong <= _HIGHEST_COUNT and math.isfinite(at):
                yield name, Count(wrong, float(at))
            case _:
                raise ValueError
