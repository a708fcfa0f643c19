"""Files as the product stores them, without rows."""

from __future__ import annotations

from pathlib import Path


def put(root: Path, key: str) -> Path:
    """A file with that key; returns where it lies."""
    path = root / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a receipt")
    return path
