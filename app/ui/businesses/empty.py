"""What stands in place of the table while there is no row to show: why, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.core.text import visible
from app.qt.translation import isolate
from app.ui.businesses.status_filters import StatusFilter
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_M, GAP_S

translate = QCoreApplication.translate

ICON_SIZE = 32

_HINTS = {
    StatusFilter.ATTENTION: QT_TRANSLATE_NOOP(
        "EmptyTable", "No deletion has failed, and all are responding. Nothing needs attention."
    ),
    StatusFilter.RUNNING: QT_TRANSLATE_NOOP(
        "EmptyTable", "Select businesses and choose “Delete all…” to start a deletion."
    ),
    StatusFilter.QUEUED: QT_TRANSLATE_NOOP(
        "EmptyTable", "Deletions that wait for a free worker are listed here."
    ),
    StatusFilter.PAUSED: QT_TRANSLATE_NOOP(
        "EmptyTable", "Paused deletions are listed here. They can be resumed."
    ),
    StatusFilter.FAILED: QT_TRANSLATE_NOOP(
        "EmptyTable", "Failed deletions are listed here. They can be resumed or started again."
    ),
    StatusFilter.WITH_FAILURES: QT_TRANSLATE_NOOP(
        "EmptyTable",
        "Completed deletions that could not delete every receipt are listed here. The failed receipts can be "
        "retried.",
    ),
    StatusFilter.COMPLETED: QT_TRANSLATE_NOOP("EmptyTable", "Completed deletions are listed here."),
    StatusFilter.CANCELLED: QT_TRANSLATE_NOOP(
        "EmptyTable", "Cancelled deletions are listed here. They can be started again."
    ),
    StatusFilter.NO_JOB: QT_TRANSLATE_NOOP("EmptyTable", "Businesses without a job are listed here."),
    StatusFilter.NOTHING: QT_TRANSLATE_NOOP(
        "EmptyTable", "Businesses without receipts and without a job are listed here."
    ),
}


class EmptyTable(QWidget):
    """A quiet word in the middle of the card, and perhaps a way out by the button `clear`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("businesses.empty")
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._icon = "hourglass"
        self._picture, self._title, self._hint = QLabel(), QLabel(), QLabel()
        self._title.setObjectName("businesses.empty.title")
        self._title.setProperty("tone", "title")
        self._hint.setObjectName("businesses.empty.hint")
        self._hint.setProperty("tone", "muted")
        self.clear = QPushButton()
        self.clear.setObjectName("businesses.empty.clear")
        column = QVBoxLayout(self)
        column.setSpacing(GAP_S)
        column.addStretch()
        for label in (self._picture, self._title, self._hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(label is not self._picture)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(GAP_M)
        column.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        theme.changed.connect(self._draw_icon)

    def say_reading(self) -> None:
        """The first read is under way."""
        self._say("hourglass", translate("EmptyTable", "Loading businesses…"))

    def say_none(self) -> None:
        """There is no business at all."""
        self._say(
            "inbox",
            translate("EmptyTable", "No businesses"),
            translate("EmptyTable", "Businesses that you have permission to see appear here."),
        )

    def say_not_found(self, search: str, status_filter: StatusFilter) -> None:
        """The search finds nothing, among all businesses or those of a filter."""
        wanted = isolate(visible(search))
        if status_filter is StatusFilter.ALL:
            title = translate("EmptyTable", "No businesses match “{search}”").format(search=wanted)
        else:
            title = translate("EmptyTable", "No businesses in “{filter}” match “{search}”").format(
                filter=status_filter.word, search=wanted
            )
        hint = translate("EmptyTable", "Search by name or ID")
        self._say("search", title, hint, translate("EmptyTable", "Show all businesses"))

    def say_none_under(self, status_filter: StatusFilter) -> None:
        """A filter has no business at the moment."""
        title = translate("EmptyTable", "No businesses in “{filter}”").format(filter=status_filter.word)
        hint = translate("EmptyTable", str(_HINTS[status_filter]))
        self._say(status_filter.icon, title, hint, translate("EmptyTable", "Show all businesses"))

    def _say(self, icon: str, title: str, hint: str = "", way_out: str = "") -> None:
        self._icon = icon
        self._draw_icon()
        self._title.setText(title)
        self._hint.setText(hint)
        self.clear.setText(way_out)
        self.clear.setVisible(bool(way_out))

    def _draw_icon(self) -> None:
        self._picture.setPixmap(self._theme.pixmap(self._icon, "muted", ICON_SIZE, self.devicePixelRatioF()))
