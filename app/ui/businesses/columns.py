"""The columns of the table, by name: title, width and side."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt


class Column(IntEnum):
    """The columns in the order in which the table shows them at first. The ticks stay in front."""

    TICK = 0
    BUSINESS = 1
    ID = 2
    LEFT = 3
    STATUS = 4
    PROGRESS = 5
    SUCCEEDED = 6
    FAILED = 7
    SPEED = 8
    TIME_LEFT = 9
    REQUESTED_BY = 10
    OWNER = 11
    HEARTBEAT = 12
    REASON = 13

    @property
    def title(self) -> str:
        return QCoreApplication.translate("Columns", str(_ABOUT[self].title))

    @property
    def explanation(self) -> str:
        """What the column says, for its tooltip."""
        return QCoreApplication.translate("Columns", str(_ABOUT[self].explanation))

    @property
    def width(self) -> int:
        """Pixels at first; the last column takes what is left."""
        return _ABOUT[self].width

    @property
    def is_shown_at_first(self) -> bool:
        """Whether it is among those that fit a small screen; the others are chosen in the header's menu."""
        return self.is_data and self not in _CHOSEN

    @property
    def can_be_hidden(self) -> bool:
        return self not in {Column.TICK, Column.BUSINESS}

    @property
    def is_data(self) -> bool:
        """Whether rows can be sorted by it and other programs can use it."""
        return self is not Column.TICK

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Texts begin at the reading side. Figures end at the right in both directions: their units line
        up only there."""
        side = _RIGHT if self in _FIGURES else Qt.AlignmentFlag.AlignLeading
        return side | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _About:
    width: int
    title: object
    explanation: object


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
_FIGURES = frozenset(
    {
        Column.ID,
        Column.LEFT,
        Column.SUCCEEDED,
        Column.FAILED,
        Column.SPEED,
        Column.TIME_LEFT,
        Column.HEARTBEAT,
    }
)
_CHOSEN = frozenset({Column.SUCCEEDED, Column.REQUESTED_BY, Column.OWNER, Column.HEARTBEAT})

_ABOUT = {
    Column.TICK: _About(
        36,
        QT_TRANSLATE_NOOP("Columns", "Selected"),
        QT_TRANSLATE_NOOP("Columns", "Actions work on the selected businesses, shown or hidden."),
    ),
    Column.BUSINESS: _About(
        160,
        QT_TRANSLATE_NOOP("Columns", "Business"),
        QT_TRANSLATE_NOOP("Columns", "The name of the business. Hidden control characters show as marks."),
    ),
    Column.ID: _About(
        56,
        QT_TRANSLATE_NOOP("Columns", "ID"),
        QT_TRANSLATE_NOOP("Columns", "The business ID in the database."),
    ),
    Column.LEFT: _About(
        106,
        QT_TRANSLATE_NOOP("Columns", "Receipts left"),
        QT_TRANSLATE_NOOP(
            "Columns",
            "Receipts of the business not deleted yet, also those added since its job started.",
        ),
    ),
    Column.STATUS: _About(
        136,
        QT_TRANSLATE_NOOP("Columns", "Status"),
        QT_TRANSLATE_NOOP("Columns", "Status of the current or last deletion."),
    ),
    Column.PROGRESS: _About(
        160,
        QT_TRANSLATE_NOOP("Columns", "Progress"),
        QT_TRANSLATE_NOOP("Columns", "Receipts processed, of the job's total."),
    ),
    Column.SUCCEEDED: _About(
        86,
        QT_TRANSLATE_NOOP("Columns", "Succeeded"),
        QT_TRANSLATE_NOOP("Columns", "Receipts deleted by the job."),
    ),
    Column.FAILED: _About(
        60,
        QT_TRANSLATE_NOOP("Columns", "Failed"),
        QT_TRANSLATE_NOOP("Columns", "Receipts that the job could not delete."),
    ),
    Column.SPEED: _About(
        70,
        QT_TRANSLATE_NOOP("Columns", "Speed"),
        QT_TRANSLATE_NOOP("Columns", "Receipts per second."),
    ),
    Column.TIME_LEFT: _About(
        80,
        QT_TRANSLATE_NOOP("Columns", "Time left"),
        QT_TRANSLATE_NOOP("Columns", "Estimated time to completion at the current speed."),
    ),
    Column.REQUESTED_BY: _About(
        180,
        QT_TRANSLATE_NOOP("Columns", "Requested by"),
        QT_TRANSLATE_NOOP("Columns", "The user who started the deletion."),
    ),
    Column.OWNER: _About(
        150,
        QT_TRANSLATE_NOOP("Columns", "Runs on"),
        QT_TRANSLATE_NOOP("Columns", "Where the deletion runs or waits."),
    ),
    Column.HEARTBEAT: _About(
        96,
        QT_TRANSLATE_NOOP("Columns", "Last heartbeat"),
        QT_TRANSLATE_NOOP("Columns", "Time since the last heartbeat of the running deletion."),
    ),
    Column.REASON: _About(
        200,
        QT_TRANSLATE_NOOP("Columns", "Reason"),
        QT_TRANSLATE_NOOP("Columns", "Why the job is waiting, or its last error."),
    ),
}
