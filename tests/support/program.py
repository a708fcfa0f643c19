"""The program as its users meet it: words in; text, an exit status and files out."""

from __future__ import annotations

import faulthandler
import gc
import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from app.actions.sign_in import SIGN_IN
from app.actions.sweeping import BEGUN
from app.cli import main
from app.cli.running import RETRYING
from app.core.record import END, HOUSEKEEPING
from app.core.secret_words import has_secret
from tests.support.product import Product, User

ROOT = Path(__file__).resolve().parents[2]
GUARD_SECONDS = 60


class Outcome(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object that it printed."""
        (line,) = self.out.splitlines()
        found: dict[str, Any] = json.loads(line)
        return found

    @property
    def only_tried_again(self) -> bool:
        """Stderr says nothing but that jobs try again."""
        said = re.escape(RETRYING).replace(r"\{job\}", "[0-9]+").replace(r"\{reason\}", ".*")
        return all(re.fullmatch(said, line) for line in self.err.splitlines())

    @property
    def sentence(self) -> str:
        """The one sentence on stderr."""
        (line,) = self.err.splitlines()
        assert re.match(r"[A-Z]|--", line), line
        return line


class Program:
    """`main.py` on the test's database and storage, as a signed-in user; its data folder is `data`."""

    def __init__(self, product: Product, data: Path, user: User | None = None) -> None:
        self.data = data
        self._product = product
        self.place = ["--database-url", product.url, "--storage-root", str(product.storage_root)]
        self._user = user
        self.environment = {
            "SWEEP_DATA_DIR": str(data),
            "SWEEP_PASSWORD": user.password if user else "",
            "SWEEP_THROTTLE_MS": "0",
            "SWEEP_KEEP_FILES_DAYS": "0",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "QT_QPA_PLATFORM": "offscreen",
        }

    def words(self, command: str, *words: object) -> list[str]:
        """The command with where it works and, where it needs that, who acts."""
        person = ["--user", self._user.email] if self._user and command in _ACTING else []
        return [command, *self.place, *person, *map(str, words)]

    def start(self, *words: object, **environment: str) -> subprocess.Popen[str]:
        """Begins the command in a process of its own. Of a password in an address it is told in the
        environment, as a careful person does."""
        told = self.words(*map(str, words))
        places = [place for place, word in enumerate(told) if word == "--database-url"]
        if places and has_secret(url := told[places[-1] + 1]):
            environment = {"SWEEP_DATABASE_URL": url, **environment}
            left_out = {*places, *(place + 1 for place in places)}
            told = [word for place, word in enumerate(told) if place not in left_out]
        return self.python("main.py", *told, **environment)

    def python(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Begins any Python program in the same surroundings."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**_without_sweep(os.environ), **self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *words: object, **environment: str) -> Outcome:
        """Runs the command in a process of its own to its end."""
        return finished(self.start(*words, **environment))

    def traces(self) -> str:
        """All that the program has left in its data folder."""
        files = [path for path in self.data.rglob("*") if path.is_file()]
        return "\n".join(path.read_text(encoding="utf-8") for path in files)

    def audit(self) -> list[dict[str, Any]]:
        """The lines of the audit trail about what came of what somebody asked for: no sign-ins, no ends of
        jobs, and of a sweep the line after it."""
        path = self.data / "audit.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        found = [json.loads(line) for line in lines]
        others = {SIGN_IN, END, *HOUSEKEEPING}
        asked = [line for line in found if line.get("action", SIGN_IN) not in others]
        return [line for line in asked if line["answer"] != BEGUN]


class HereProgram(Program):
    """The same in this process, which is quicker."""

    def __init__(
        self,
        product: Product,
        data: Path,
        user: User | None,
        patch: pytest.MonkeyPatch,
        capture: pytest.CaptureFixture[str],
    ) -> None:
        super().__init__(product, data, user)
        self._patch = patch
        self._capture = capture

    def call(self, *words: object, **environment: str) -> Outcome:
        """Runs a command with its usual options."""
        return self.call_exactly(*self.words(*map(str, words)), **environment)

    def call_exactly(self, *words: str, **environment: str) -> Outcome:
        """Runs the program with these words and no others."""
        logger, signals = logging.getLogger(), [signal.getsignal(one) for one in _STOPS]
        handlers, level = logger.handlers[:], logger.level
        with self._patch.context() as patch:
            for name in os.environ.keys() - _without_sweep(os.environ).keys():
                patch.delenv(name)
            for name, value in {**self.environment, **environment}.items():
                patch.setenv(name, value)
            patch.setattr(faulthandler, "enable", lambda file: file.close())
            self._capture.readouterr()
            gc.freeze()  # else each collection goes through all that the tests have loaded
            try:
                status = main(words)
            except SystemExit as error:  # how argparse refuses
                status = int(str(error.code or 0))
            finally:
                for handler in set(logger.handlers) - set(handlers):
                    logger.removeHandler(handler)
                    handler.close()
                logger.setLevel(level)
                gc.unfreeze()
        assert [signal.getsignal(one) for one in _STOPS] == signals
        return Outcome(int(status), *self._capture.readouterr())


_ACTING = {
    *("delete", "pause", "resume", "cancel", "take-over", "retry", "mark-failed"),
    *("sweep", "keep-files", "restore"),
}
_STOPS = (signal.SIGINT, signal.SIGTERM)


def _without_sweep(environment: Mapping[str, str]) -> dict[str, str]:
    ours = ("SWEEP_", "ATTACHMENT_", "R2_", "REDIS_")
    return {name: value for name, value in environment.items() if not name.startswith(ours)}


def finished(process: subprocess.Popen[str]) -> Outcome:
    """Waits for the end of a process."""
    with process:
        try:
            out, err = process.communicate(timeout=GUARD_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return Outcome(process.returncode, out, err)


def insist(process: subprocess.Popen[str]) -> None:
    """Ctrl+C again and again, until it ends: of two that come before a program has looked, it sees one."""

    def press() -> bool:
        process.send_signal(signal.SIGINT)
        return process.poll() is not None

    until(press)


def until(condition: Callable[[], object]) -> None:
    """Waits for something that another process does."""
    give_up_at = time.monotonic() + GUARD_SECONDS
    while not condition():
        assert time.monotonic() < give_up_at, "waited in vain"
        time.sleep(0.01)
