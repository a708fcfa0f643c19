"""Who did what: the audit trail, filtered and exported."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTimer
from PySide6.QtWidgets import QProgressBar

from app.actions.audit_export import ExportKind, lines_of
from app.actions.audit_reading import AuditFilter, AuditPage, AuditReader
from app.core.errors import SweepError
from app.core.program import MIGRATE_COMMAND
from app.core.record import AuditLine
from app.qt.calls import Calls
from app.qt.nets import net
from app.qt.translation import ltr
from app.ui.dialogs.audit_filter import AuditFilterBar
from app.ui.texts.audit import action_text, audit_answer_text, change_text, counts_text, who_text
from app.ui.texts.errors import error_text
from app.ui.texts.figures import plain, plural_of
from app.ui.texts.times import moment_text
from app.ui.texts.words import name_text, number_text
from app.ui.widgets.card import Card
from app.ui.widgets.dialog import SMALL, DialogContext, InformationDialog
from app.ui.widgets.exporting import Exporter, FileKind
from app.ui.widgets.parts import Notice, beside, button, icon_text, label
from app.ui.widgets.records_model import TableColumn
from app.ui.widgets.records_table import RecordsTable
from app.viewmodel.exports import Exports

translate = QCoreApplication.translate

WIDTH = 1140
PAGE_LINES = 200
ROWS_SHOWN = 12
PATIENCE_MS = 250
"""Typing goes on within this: the file is read once it is over."""


class AuditDialog(InformationDialog):
    """Shows the trail, PAGE_LINES at a time, newest first. It is read off the main thread."""

    def __init__(
        self,
        reader: AuditReader,
        calls: Calls,
        context: DialogContext,
        exports: Exports,
    ) -> None:
        super().__init__(context)
        self._reader = reader
        self._calls = calls
        self._page: AuditPage | None = None
        self._begins: list[int | None] = [None]
        self._round = 0
        self._exporting = False
        self._said: SweepError | Path | None = None
        self._exporter = Exporter(calls, self, exports)
        self._is_shared = True
        self._alone = Notice(self.theme, "accent", "audit.alone")
        self._filter = AuditFilterBar(self.theme, self._language)
        self._table = RecordsTable(self.theme, "audit.lines", wide=None, rows=(4, ROWS_SHOWN))
        self._count = label("audit.count", tone="muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._exporter.progressed.connect(self._bar.show)
        self._success = Notice(self.theme, "ok", "audit.success")
        self._error = Notice(self.theme, "bad", "audit.error")
        self._newer = button("audit.newer")
        self._older = button("audit.older")
        self._export = button("audit.export")
        self._soon = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._soon.timeout.connect(self._begin_anew)
        self._build()
        self.retranslate()
        self.take_room(WIDTH)
        self.resize(self.width(), SMALL.height())
        self._filter.take_keys()
        self._read()

    @net(None)
    def done(self, result: int) -> None:
        self._round += 1
        self._soon.stop()
        self._exporter.stop()
        super().done(result)

    def retranslate(self) -> None:
        self.setWindowTitle(translate("AuditDialog", "Audit trail"))
        self._filter.retranslate()
        self._table.setAccessibleName(translate("AuditDialog", "Actions, newest first"))
        self._bar.setAccessibleName(translate("AuditDialog", "Progress"))
        self._newer.setText(translate("AuditDialog", "Newer"))
        self._older.setText(translate("AuditDialog", "Older"))
        self._close.setText(translate("AuditDialog", "Close"))
        self._show()

    def _build(self) -> None:
        self.body.addWidget(self._alone)
        self.body.addWidget(self._filter)
        self.body.addWidget(Card(self.theme, self._table), 1)
        self.body.addWidget(self._count)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._success)
        self.body.addWidget(self._error)
        self._export.setIcon(self.theme.icon("file-down"))
        self._newer.clicked.connect(self._on_newer)
        self._older.clicked.connect(self._on_older)
        self._export.clicked.connect(self._on_export)
        self._filter.changed.connect(self._soon.start)
        self._bar.hide()
        self._close = self.add_close("audit.close", aside=beside(self._newer, self._older, self._export))

    def _begin_anew(self) -> None:
        self._begins = [None]
        self._read()

    def _on_newer(self) -> None:
        self._begins.pop()
        self._read()

    def _on_older(self) -> None:
        if self._page is not None and self._page.older is not None:
            self._begins.append(self._page.older)
            self._read()

    def _read(self) -> None:
        """Reads the page; what was under way before is not waited for any more."""
        self._round += 1
        self._said = None
        self._calls.spawn(self._read_page(self._round, self._filter.wanted), name="audit")
        self._show()

    async def _read_page(self, mine: int, wanted: AuditFilter) -> None:
        try:
            page = await self._calls.run(
                self._reader.newest,
                wanted,
                limit=PAGE_LINES,
                before=self._begins[-1],
                go_on=partial(self._is_round, mine),
            )
        except SweepError as error:
            if mine == self._round:
                self._page, self._said = AuditPage((), None, 0), error.with_traceback(None)
        else:
            if mine == self._round:
                self._page, self._is_shared = page, page.is_shared
        if mine == self._round and not self.is_closed:
            self._show()

    def _is_round(self, mine: int) -> bool:
        return mine == self._round

    def _on_export(self) -> None:
        if self._exporting:
            self._exporter.stop()
            return
        self._exporting, self._said = True, None
        self._show()
        self._calls.spawn(self._save(self._filter.wanted), name="export the audit trail")

    async def _save(self, wanted: AuditFilter) -> None:
        try:
            self._said = await self._exporter.save(
                translate("AuditDialog", "Export audit trail"),
                "sweep-audit",
                {
                    FileKind.CSV: partial(self._lines, ExportKind.CSV, wanted),
                    FileKind.JSON_LINES: partial(self._lines, ExportKind.JSON_LINES, wanted),
                },
            )
        except SweepError as error:
            self._said = error.with_traceback(None)
        finally:
            self._exporting = False
            if not self.is_closed:
                self._show()

    def _lines(self, kind: ExportKind, wanted: AuditFilter) -> Iterator[str]:
        return lines_of(kind, self._reader.oldest_first(wanted))

    def _show(self) -> None:
        locale = self._language.locale
        page = self._page
        self._table.show_lines(page.lines if page else (), _columns(locale))
        self._table.setMaximumHeight(16_777_215)  # the table takes the height that the dialog has
        self._count.setText(self._count_text())
        self._newer.setEnabled(len(self._begins) > 1)
        self._older.setEnabled(page is not None and page.older is not None)
        self._export.setText(
            icon_text(
                translate("AuditDialog", "Stop export")
                if self._exporting
                else translate("AuditDialog", "Export…")
            )
        )
        self._bar.setVisible(self._exporting and self._bar.isVisible())
        self._alone.say("" if self._is_shared else _alone_text())
        self._error.say(error_text(self._said) if isinstance(self._said, SweepError) else "")
        saved = translate("AuditDialog", "Saved to {path}.")
        self._success.say(saved.format(path=ltr(str(self._said))) if isinstance(self._said, Path) else "")

    def _count_text(self) -> str:
        if self._page is None:
            return translate("AuditDialog", "Loading…")
        locale = self._language.locale
        shown = len(self._page.lines)
        if not shown and self._filter.is_empty and self._page.older is None:
            text = translate("AuditDialog", "No actions to show yet.")
        elif not shown:
            text = translate("AuditDialog", "No matching entries.")
        else:
            text = translate("AuditDialog", "{count} entry(ies) shown", None, plural_of(shown)).format(
                count=number_text(shown, locale)
            )
        if damaged := self._page.damaged:
            more = translate("AuditDialog", "{count} damaged line(s) skipped", None, plural_of(damaged))
            text = f"{text} · {more.format(count=number_text(damaged, locale))}"
        return text


def _alone_text() -> str:
    what = translate(
        "AuditDialog",
        "This audit trail is on this computer only: the database has no table for it, or cannot be reached.",
    )
    todo = translate("AuditDialog", "Your database administrator can create the table: {command}")
    return f"{what}\n{todo.format(command=ltr(MIGRATE_COMMAND))}"


def _columns(locale: QLocale) -> list[TableColumn[AuditLine]]:
    return [
        TableColumn(
            translate("AuditDialog", "Time"), lambda line: moment_text(line.moment, locale), figures=False
        ),
        TableColumn(translate("AuditDialog", "User"), who_text, figures=False),
        TableColumn(translate("AuditDialog", "Action"), lambda line: action_text(line.action), figures=False),
        TableColumn(
            translate("AuditDialog", "Result"),
            lambda line: audit_answer_text(line, locale),
            figures=False,
        ),
        TableColumn(translate("AuditDialog", "Business"), lambda line: _id(line.business_id)),
        TableColumn(translate("AuditDialog", "Job"), lambda line: _id(line.job_id)),
        TableColumn(
            translate("AuditDialog", "Run"),
            lambda line: name_text(line.run_name) if line.run_name else "–",
            figures=False,
        ),
        TableColumn(translate("AuditDialog", "Status"), change_text, figures=False),
        TableColumn(
            translate("AuditDialog", "Receipts"), lambda line: counts_text(line, locale), figures=False
        ),
        TableColumn(
            translate("AuditDialog", "Computer"), lambda line: name_text(line.workstation), figures=False
        ),
        TableColumn(
            translate("AuditDialog", "Database"),
            lambda line: ltr(plain(line.place)) if line.place else "–",
            figures=False,
        ),
    ]


def _id(number: int | None) -> str:
    return "–" if number is None else ltr(str(number))
