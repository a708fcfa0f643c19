"""The command line: the same actions as the window's buttons, for people and for automation."""

from app.cli.program import main

__all__ = ["main"]
