"""What the window shows about the demo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class DemoHints:
    """The demo's sign-in, filled in for the person, and how to reset the demo (blocks for seconds)."""

    email: str
    password: str
    reset: Callable[[], None]
