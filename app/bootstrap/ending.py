"""The end of a process in which a worker is still in a batch."""

from __future__ import annotations

import logging
import os
import sys
from typing import NoReturn


def end_at_once(status: int) -> NoReturn:
    """Ends the process without any clean-up: to destroy a QThread that runs would abort the process, and to
    wait for it may take for ever. The server ends that batch whole, or not at all; the job is found at the
    next start."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
