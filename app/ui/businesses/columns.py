"""The columns of the table, by name: title, width and side."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, auto

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt

from app.viewmodel.rows import ShownRow


class Column(IntEnum):
    """The columns in the order in which the table shows them at first. The ticks stay in front; those from
    TIME_LEFT on are chosen in the header's menu."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[int]) -> int:
        return count  # from 0, as Qt counts

    TICK = auto()
    BUSINESS = auto()
    ID = auto()
    LEFT = auto()
    STATUS = auto()
    PROGRESS = auto()
    SPEED = auto()
    STARTED = auto()
    DURATION = auto()
    OWNER = auto()
    TIME_LEFT = auto()
    REASON = auto()
    JOB = auto()
    TOTAL = auto()
    ENDED = auto()
    SUCCEEDED = auto()
    FAILED = auto()
    REQUESTED_BY = auto()
    HEARTBEAT = auto()

    @property
    def title(self) -> str:
        return QCoreApplication.translate("Columns", str(_ABOUT[self].title))

    @property
    def explanation(self) -> str:
        """What the column says, for its tooltip."""
        return QCoreApplication.translate("Columns", str(_ABOUT[self].explanation))

    @property
    def width(self) -> int:
        """Pixels of the design at first, or of the name at least: it takes what the others leave."""
        return _ABOUT[self].width

    @property
    def is_shown_at_first(self) -> bool:
        """Whether it is among those that fit a small screen; the others are chosen in the header's menu."""
        return self.is_data and self < Column.TIME_LEFT

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
        return _FIGURE if self in _FIGURES else _TEXT


COLUMNS = tuple(Column)
MOVING_COLUMNS = ((Column.LEFT, Column.DURATION), (Column.TIME_LEFT, Column.HEARTBEAT))
"""First and last of those that a job changes as it goes on: neither what the business is called nor who runs
the job."""

DATA_COLUMNS = tuple(column for column in Column if column.is_data)


@dataclass(frozen=True, slots=True)
class _About:
    width: int
    title: object
    explanation: object


_TEXT = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_FIGURE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_FIGURES = frozenset(
    {
        Column.ID,
        Column.LEFT,
        Column.SPEED,
        Column.STARTED,
        Column.DURATION,
        Column.TIME_LEFT,
        Column.JOB,
        Column.TOTAL,
        Column.ENDED,
        Column.SUCCEEDED,
        Column.FAILED,
        Column.HEARTBEAT,
    }
)
GIVEN_UP = (Column.STARTED, Column.DURATION)
"""Where the name has not its least width, these leave by themselves, in this order, until there is room."""

_ABOUT = {
    Column.TICK: _About(
        36,
        QT_TRANSLATE_NOOP("Columns", "Selected"),
        QT_TRANSLATE_NOOP("Columns", "Actions work on the selected businesses, shown or hidden."),
    ),
    Column.BUSINESS: _About(
        150,
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
        240,
        QT_TRANSLATE_NOOP("Columns", "Status"),
        QT_TRANSLATE_NOOP(
            "Columns", "Status of the current or last deletion, and below it why it waits or stopped."
        ),
    ),
    Column.PROGRESS: _About(
        146,
        QT_TRANSLATE_NOOP("Columns", "Progress"),
        QT_TRANSLATE_NOOP(
            "Columns", "Receipts processed, of the job's total. Failed receipts count as not done at the end."
        ),
    ),
    Column.SPEED: _About(
        88,
        QT_TRANSLATE_NOOP("Columns", "Speed"),
        QT_TRANSLATE_NOOP("Columns", "Receipts per second, and below it the time left at the current speed."),
    ),
    Column.STARTED: _About(
        100,
        QT_TRANSLATE_NOOP("Columns", "Started"),
        QT_TRANSLATE_NOOP("Columns", "When the job started: the time today, else the date."),
    ),
    Column.DURATION: _About(
        108,
        QT_TRANSLATE_NOOP("Columns", "Duration"),
        QT_TRANSLATE_NOOP("Columns", "How long the job has been running, or took from its start to its end."),
    ),
    Column.OWNER: _About(
        150,
        QT_TRANSLATE_NOOP("Columns", "Runs on"),
        QT_TRANSLATE_NOOP("Columns", "Where the deletion runs or waits."),
    ),
    Column.TIME_LEFT: _About(
        96,
        QT_TRANSLATE_NOOP("Columns", "Time left"),
        QT_TRANSLATE_NOOP("Columns", "Estimated time to completion at the current speed."),
    ),
    Column.REASON: _About(
        220,
        QT_TRANSLATE_NOOP("Columns", "Reason"),
        QT_TRANSLATE_NOOP("Columns", "Why the job is waiting, or its last error."),
    ),
    Column.JOB: _About(
        76,
        QT_TRANSLATE_NOOP("Columns", "Job"),
        QT_TRANSLATE_NOOP("Columns", "The ID of the current or last job in the database."),
    ),
    Column.TOTAL: _About(
        86,
        QT_TRANSLATE_NOOP("Columns", "Total"),
        QT_TRANSLATE_NOOP("Columns", "Receipts of the job when it started."),
    ),
    Column.ENDED: _About(
        100,
        QT_TRANSLATE_NOOP("Columns", "Ended"),
        QT_TRANSLATE_NOOP("Columns", "When the job ended: the time today, else the date."),
    ),
    Column.SUCCEEDED: _About(
        92,
        QT_TRANSLATE_NOOP("Columns", "Succeeded"),
        QT_TRANSLATE_NOOP("Columns", "Receipts deleted by the job."),
    ),
    Column.FAILED: _About(
        70,
        QT_TRANSLATE_NOOP("Columns", "Failed"),
        QT_TRANSLATE_NOOP("Columns", "Receipts that the job could not delete."),
    ),
    Column.REQUESTED_BY: _About(
        180,
        QT_TRANSLATE_NOOP("Columns", "Requested by"),
        QT_TRANSLATE_NOOP("Columns", "The user who started the deletion."),
    ),
    Column.HEARTBEAT: _About(
        116,
        QT_TRANSLATE_NOOP("Columns", "Last heartbeat"),
        QT_TRANSLATE_NOOP("Columns", "Time since the last heartbeat of the running deletion."),
    ),
}


def only_moves(before: ShownRow, after: ShownRow) -> bool:
    """Whether no more than MOVING_COLUMNS may say something else."""
    if before.flaw != after.flaw or before.owner is not after.owner:
        return False
    return before.workstation == after.workstation and before.row.business == after.row.business
