"""One finding of the diagnostics: how it is, why, what mends it, and buttons for a job."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout

from app.actions.findings import Finding, Verdict
from app.ui.texts.figures import plural_of
from app.ui.texts.findings import finding_text, remedy_text, subject_text, verdict_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_M, GAP_S, GAP_XS
from app.ui.widgets.parts import Picture, button, icon_text, label

translate = QCoreApplication.translate

MOST_LINES = 8
"""Lines of SQL that are shown at once; further ones scroll."""

LOOKS = {
    Verdict.OK: ("circle-check", "ok"),
    Verdict.NOTE: ("info", "accent"),
    Verdict.WARNING: ("triangle-alert", "warn"),
    Verdict.ERROR: ("circle-alert", "bad"),
}
"""Icon and colour; the word stands beside them."""


class FindingCard(QFrame):
    """Shows `finding`. With `acts`, a stuck or stale job has buttons."""

    take_over = Signal(object)
    mark_failed = Signal(object)

    def __init__(self, finding: Finding, theme: Theme, *, acts: bool) -> None:
        super().__init__()
        self._finding = finding
        self.setObjectName(f"finding.{finding.subject}")
        self.setProperty("card", True)
        icon, tone = LOOKS[finding.verdict]
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._word = QLabel()
        self._word.setObjectName("finding.word")
        self._word.setProperty("tone", tone)
        self._sentence = label("finding.sentence", select=True)
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        head.addWidget(Picture(theme, icon, tone))
        head.addWidget(self._word)
        head.addWidget(self._title)
        head.addStretch()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GAP_M, GAP_S, GAP_M, GAP_M)
        self._column.setSpacing(GAP_XS)
        self._column.addLayout(head)
        self._column.addWidget(self._sentence)
        self._sql: QPlainTextEdit | None = None
        self._copy = button("finding.copy")
        self._take = button("finding.take_over")
        self._fail = button("finding.mark_failed")
        if remedy := remedy_text(finding):
            self._add_remedy(remedy, theme)
        if finding.job is not None and acts:
            self._add_actions()
        self.retranslate()

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        self._title.setText(subject_text(self._finding))
        self._word.setText(verdict_text(self._finding.verdict))
        self._sentence.setText(finding_text(self._finding))
        self.setAccessibleName(f"{self._word.text()}: {self._sentence.text()}")
        self._copy.setText(icon_text(translate("DiagnosticsDialog", "Copy SQL")))
        self._take.setText(translate("DiagnosticsDialog", "Take over"))
        self._fail.setText(translate("DiagnosticsDialog", "Mark as failed"))
        if self._sql is not None:
            self._sql.setAccessibleName(translate("DiagnosticsDialog", "Suggested SQL fix"))

    def set_busy(self, busy: bool) -> None:
        """The buttons are off while something is being done."""
        for each in (self._take, self._fail):
            each.setEnabled(not busy)

    def _add_remedy(self, sql: str, theme: Theme) -> None:
        self._sql = QPlainTextEdit(sql)
        self._sql.setObjectName("finding.sql")
        self._sql.setReadOnly(True)
        self._sql.setTabChangesFocus(True)
        self._sql.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._sql.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._sql.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._copy.setIcon(theme.icon("copy", "text"))
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(sql))
        row = QHBoxLayout()
        row.addWidget(self._copy)
        row.addStretch()
        self._column.addWidget(self._sql)
        self._column.addLayout(row)
        lines = min(MOST_LINES, sum(1 + len(line) // 90 for line in sql.splitlines()))
        self._sql.setFixedHeight((lines + 1) * self._sql.fontMetrics().lineSpacing() + 2 * GAP_M)

    def _add_actions(self) -> None:
        self._take.clicked.connect(lambda: self.take_over.emit(self._finding.job))
        self._fail.clicked.connect(lambda: self.mark_failed.emit(self._finding.job))
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        row.addWidget(self._take)
        row.addWidget(self._fail)
        row.addStretch()
        self._column.addLayout(row)


def heading_of(findings: list[Finding]) -> tuple[str, str, str]:
    """Icon, colour and sentence for all findings together. Notes are none of the problems."""
    worst = list(Verdict)[max((list(Verdict).index(finding.verdict) for finding in findings), default=0)]
    icon, tone = LOOKS[Verdict.OK if worst is Verdict.NOTE else worst]
    match worst:
        case Verdict.OK:
            text = translate("DiagnosticsDialog", "No problems found")
        case Verdict.NOTE:
            count = sum(finding.verdict is Verdict.NOTE for finding in findings)
            text = translate(
                "DiagnosticsDialog", "No problems found, {count} note(s)", None, plural_of(count)
            )
            text = text.format(count=count)
        case Verdict.WARNING:
            count = sum(finding.verdict is Verdict.WARNING for finding in findings)
            text = translate("DiagnosticsDialog", "{count} warning(s)", None, plural_of(count)).format(
                count=count
            )
        case _:
            count = sum(finding.verdict is Verdict.ERROR for finding in findings)
            text = translate("DiagnosticsDialog", "{count} problem(s) found", None, plural_of(count)).format(
                count=count
            )
    return icon, tone, text
