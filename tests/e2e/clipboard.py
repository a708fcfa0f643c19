"""Another program of the desktop, which has put a text on the clipboard.

    python -m tests.e2e.clipboard

Offers what stands on its standard input until it is ended, and prints a line once it does.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication


def main() -> int:
    application = QGuiApplication(sys.argv)
    QGuiApplication.clipboard().setText(sys.stdin.buffer.read().decode("utf-8"))
    QTimer.singleShot(0, lambda: print("offered", flush=True))
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
