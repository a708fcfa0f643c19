"""`import` without what PySide adds to it for a feature that nobody here uses."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - takes `import` over as it is loaded


def import_plainly() -> None:
    """Takes PySide's outermost layer off `import`. It lets a module ask for other names of Qt's functions
    (`from __feature__ import snake_case`), and reads for this the source of each module that is loaded after
    Qt, whoever wrote it: a tenth of the start. Whatever else has taken `import` over keeps it."""
    before = getattr(builtins, "__orig_import__", None)
    if before is not None and builtins.__import__ is getattr(builtins, "__feature_import__", None):
        builtins.__import__ = before
