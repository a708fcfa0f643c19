"""What the figures were measured on; nothing that names a computer or a folder."""

from __future__ import annotations

import os
import platform
import re
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # its types would be one more package for one figure

from tests.benchmarks.ground import Ground, session

LIBRARIES = ("SQLAlchemy", "psycopg2-binary", "PySide6-Essentials", "boto3")


def describe(ground: Ground) -> dict[str, str]:
    """The machine, the versions, and how durably the server commits."""
    with session(ground.url("postgres")) as cursor:
        cursor.execute(
            "SELECT name, setting, unit FROM pg_settings WHERE name IN"
            " ('server_version', 'fsync', 'full_page_writes', 'synchronous_commit', 'shared_buffers')"
        )
        found = {name: (setting, unit) for name, setting, unit in cursor.fetchall()}
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "date": date.today().isoformat(),
        "cores": str(cores),
        "processor": _processor(),
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GB",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "postgresql": found["server_version"][0],
        "libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        "durability": ", ".join(
            f"{name} {found[name][0]}" for name in ("fsync", "full_page_writes", "synchronous_commit")
        ),
        "shared_buffers": f"{int(found['shared_buffers'][0]) * 8 // 1024} MB",
    }


def _processor() -> str:
    if sys.platform == "linux":
        names = re.findall(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
        if names:
            return str(names[0])
    return platform.processor() or platform.machine()
