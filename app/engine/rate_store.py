"""The measured rates of each database, kept in a file from one start to the next."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from app.core.private import make_folder, opener
from app.core.rates import Gear, Rates, Work

log = logging.getLogger(__name__)

PLACES_KEPT = 50
MOST_BYTES = 256 * 1024


class RateStore:
    """The rates of one database and storage; safe from any thread. Several consoles may write the file: the
    last one wins, which costs no more than one measurement."""

    def __init__(self, path: Path, place: Callable[[], str]) -> None:
        """`place` names the database and the storage; it is asked each time."""
        self._path = path
        self._place = place
        self._lock = threading.Lock()
        self._unwritten: Rates | None = None

    def rates(self) -> Rates:
        """What is known of this place; reads the file."""
        with self._lock:
            return self._unwritten or self._read().get(self._place()) or Rates()

    def learn(self, gear: Gear, work: Work, seconds: float) -> None:
        """Remembers that a run did `work` in so many seconds; writes the file."""
        with self._lock:
            places, place = self._read(), self._place()
            rates = (self._unwritten or places.pop(place, None) or Rates()).after(gear, work, seconds)
            places[place] = rates  # behind all others: the first are forgotten first
            for forgotten in list(places)[:-PLACES_KEPT]:
                del places[forgotten]
            self._write(places, rates)

    def _read(self) -> dict[str, Rates]:
        try:
            with self._path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
            if len(data) > MOST_BYTES:
                raise ValueError("too long")
            return {str(place): Rates.parsed(plain) for place, plain in json.loads(data).items()}
        except FileNotFoundError:
            return {}
        except OSError as error:
            log.info("The measured rates cannot be read: %s: %s", self._path, error.strerror)
            return {}
        except (ValueError, AttributeError, RecursionError):
            log.info("Rates are measured anew: %s is damaged.", self._path)
            return {}

    def _write(self, places: dict[str, Rates], own: Rates) -> None:
        beside = Path(f"{self._path}.{os.getpid()}.new")
        try:
            make_folder(self._path.parent)
            with open(beside, "w", encoding="ascii", opener=opener) as file:
                json.dump({place: rates.plain() for place, rates in places.items()}, file)
            os.replace(beside, self._path)
        except OSError as error:
            log.info("The measured rates are kept for this process only: %s: %s", self._path, error.strerror)
            self._unwritten = own
        else:
            self._unwritten = None
