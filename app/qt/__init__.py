"""Where threads meet the window: QtCore only."""

from app.qt.plain_imports import import_plainly

import_plainly()
