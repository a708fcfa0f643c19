"""How a worker is added: the command, to be copied, and where more is to be read."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from app.core.program import WORKER_COMMAND
from app.core.server import OWN_QUEUE, PRODUCT_QUEUE
from app.qt.nets import net
from app.ui.theme.theme import Theme, ui_font
from app.ui.theme.tokens import GAP_M, GAP_S
from app.ui.widgets.parts import Picture, button, label

translate = QCoreApplication.translate

COMMAND = f"{WORKER_COMMAND} --queues {OWN_QUEUE},{PRODUCT_QUEUE}"


class AddWorker(QFrame):
    """One line at the foot of the page."""

    guide_wanted = Signal()

    copied = Signal()
    """The command is on the clipboard."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("soft", "accent")
        self.setObjectName("workers.add")
        self._text = label("workers.add.text")
        self._text.setWordWrap(False)
        self._command = label("workers.add.command", select=True)
        self._command.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._command.setText(COMMAND)
        self._copy = QToolButton()
        self._copy.setObjectName("workers.add.copy")
        self._copy.setProperty("kind", "quiet")
        self._copy.setIcon(theme.icon("copy"))
        self._copy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._guide = button("workers.add.guide", kind="link")
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_M, 2, GAP_M, 2)
        row.setSpacing(GAP_S)
        row.addWidget(Picture(theme, "info", "accent"))
        row.addWidget(self._text)
        row.addWidget(self._command)
        row.addWidget(self._copy)
        row.addStretch(1)
        row.addWidget(self._guide)
        self._copy.clicked.connect(self.copy)
        self._guide.clicked.connect(self.guide_wanted)
        theme.changed.connect(self._take_font)
        self._take_font()
        self.retranslate()

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        """Without what `_fit` takes away."""
        return QSize(0, super().minimumSizeHint().height())

    def _fit(self) -> None:
        """Where there is no room, the command comes first, and stands on several lines."""
        self._command.setWordWrap(False)
        self._text.setVisible(True)
        self._text.setVisible(super().minimumSizeHint().width() <= self.width())
        self._command.setWordWrap(super().minimumSizeHint().width() > self.width())

    def copy(self) -> None:
        """Puts the command on the clipboard."""
        QGuiApplication.clipboard().setText(COMMAND)
        self.copied.emit()

    def retranslate(self) -> None:
        """Says everything in the present language."""
        self._text.setText(translate("Workers", "To add a worker, run on any machine:"))
        self._command.setAccessibleName(translate("Workers", "Command that adds a worker"))
        self._copy.setToolTip(translate("Workers", "Copy the command"))
        self._copy.setAccessibleName(self._copy.toolTip())
        self._guide.setText(translate("Workers", "Guide"))
        self._fit()

    def _take_font(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(ui_font().pixelSize())
        self._command.setFont(font)
        self._fit()
