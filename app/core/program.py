"""What a person types to start this program."""

from __future__ import annotations

import sys

PROGRAM = "sweep" if hasattr(sys, "frozen") else "main.py"
"""Its name: PyInstaller, which builds the installed one, sets `sys.frozen`."""

WORKER_COMMAND = f"{PROGRAM} worker"
"""What starts a worker on a server."""

MIGRATE_COMMAND = f"{PROGRAM} migrate --apply --with-console-tables"
"""What makes the tables that are this console's own."""
