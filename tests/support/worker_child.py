"""A worker on a server in a process of its own, which looks more often than the program does.

    python -m tests.support.worker_child DATABASE_URL STORAGE_ROOT REDIS_URL

It ends as the program does where it is sent SIGTERM. The policy comes from the environment.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.serving import serve
from app.core.storage_place import Folder
from app.logs import log_as_json
from app.queue.server_queue import ServerQueue
from app.settings import Settings
from app.workers.stop_request import stop_signals
from tests.support.serving import BOTH, QUICK


class WorkerProcess:
    """One such process; its log is in `log`."""

    def __init__(self, url: str, storage_root: Path, redis_url: str, data: Path, **policy: str) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.log = data / f"worker-{len(list(data.glob('worker-*')))}.log"
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", __name__, url, str(storage_root), redis_url],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=Path(__file__).resolve().parents[2],
                env=os.environ
                | {
                    "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
                    "SWEEP_DATA_DIR": str(data),
                    "SWEEP_KEEP_FILES_DAYS": "0",
                }
                | policy,
            )

    def kill(self) -> None:
        """As `kill -9` does."""
        self.process.kill()
        self.process.wait()

    def end(self) -> int:
        """Asks it to end, and waits for that; its exit status."""
        self.process.terminate()
        return self.process.wait(90)


def main() -> None:
    url, storage_root, redis_url = sys.argv[1:]
    log_as_json()
    profile = ConnectionProfile(url, Folder(Path(storage_root)))
    with stop_signals() as stop:
        serve(profile, Settings.read(os.environ), ServerQueue(redis_url), BOTH, stop, rhythm=QUICK)


if __name__ == "__main__":
    main()
