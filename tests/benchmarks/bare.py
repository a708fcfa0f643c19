"""The limit that `startup` measures: it says "usable" once an empty window is painted.

    python -m tests.benchmarks.bare

Loads what the console cannot do without, and nothing of the console itself.
"""

from __future__ import annotations

import gc


def show() -> None:
    """Qt, an event loop for asyncio, a driver with SQLAlchemy, and a window with nothing in it."""
    gc.disable()
    import psycopg2  # noqa: F401 - its loading is what is measured
    import qasync  # noqa: F401 - the same
    import sqlalchemy.dialects.postgresql.psycopg2
    from PySide6.QtWidgets import QApplication, QMainWindow

    gc.enable()
    sqlalchemy.create_engine("postgresql+psycopg2://nobody@127.0.0.1:9/none")
    application = QApplication([])
    window = QMainWindow()
    window.show()
    application.processEvents()
    window.grab()
    print("usable", flush=True)


if __name__ == "__main__":
    show()
