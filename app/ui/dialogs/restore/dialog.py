"""Giving back what was deleted: a preview, the typed word, and then the progress."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from app.actions.restore_preview import RestorePreview
from app.actions.restoring import RestoreActions, RestoreResult
from app.core.access import Actor
from app.core.errors import SweepError
from app.core.restore import Restore
from app.qt.calls import Calls
from app.qt.nets import net
from app.qt.translation import ltr
from app.ui.dialogs.restore.keeping import Keep, keep_all
from app.ui.dialogs.restore.looking import preview_in_parts
from app.ui.dialogs.restore.progress import RestoreProgress
from app.ui.dialogs.restore.question import RestoreQuestion
from app.ui.dialogs.restore.subject import RestoreSubject
from app.ui.dialogs.restore.words import about_text, heading_text, refusals_text, utc_now
from app.ui.texts.errors import error_text
from app.ui.texts.figures import plain
from app.ui.texts.words import businesses_text, number_text, receipts_text
from app.ui.theme.theme import scaled
from app.ui.theme.tokens import GAP_S
from app.ui.widgets.asking import finished
from app.ui.widgets.dialog import Dialog, DialogContext
from app.ui.widgets.environment import EnvironmentBadge
from app.ui.widgets.parts import Heading, Notice, button, icon_text, label
from app.ui.widgets.placeholder import Placeholder
from app.ui.widgets.typed_confirmation import TypedConfirmation

translate = QCoreApplication.translate

WORD = "RESTORE"
"""Typed in English in both languages, as DELETE is for a deletion."""

WIDTH, HEIGHT = 960, 660
"""Pixels of the design at which it opens, where there is room."""

LARGE = 1.3
"""Texts of this size and above leave no room for the word beside the buttons."""

POLL_MS = 1_500


class RestoreDialog(Dialog):
    """Shows the restore of `subject` that is active, or else what one would give back, and asks for the typed
    word. Enter never confirms, and Cancel is the default. After the start it shows the progress; closing it
    lets that go on."""

    begun = Signal(object)
    """Restore rows that have been started here, or go on here."""

    export_wanted = Signal(object)
    """The preview is to be saved: makes the lines of the file."""

    def __init__(
        self,
        calls: Calls,
        restores: RestoreActions,
        actor: Actor,
        subject: RestoreSubject,
        context: DialogContext,
        *,
        where: str = "",
        keep: Keep | None = None,
    ) -> None:
        """`where` is the database, for people; `keep` keeps the files of jobs for so many days."""
        super().__init__(context)
        self._calls, self._restores, self._actor, self._subject = calls, restores, actor, subject
        self._keep = keep
        self._preview = partial(preview_in_parts, calls, restores, actor, subject.job_ids)
        self._counted = 0
        self._is_busy = self._is_counted = self._is_polling = self._is_out_of_touch = False
        self._problem: SweepError | None = None
        self._reason: Callable[[], str] = str
        self._heading = Heading(self.theme, "undo-2", "accent", "restore.heading")
        self._where = label("restore.where", tone="muted")
        self._where.setText(ltr(plain(where)))
        self._where.setWordWrap(False)
        self._about = label("restore.about", tone="muted")
        self._waiting = Placeholder(self.theme, "restore.waiting")
        self._waiting.setObjectName("restore.waiting")
        self._question = RestoreQuestion(self.theme, is_run=subject.is_run, may_keep=keep is not None)
        self._progress = RestoreProgress(self.theme)
        self._refused = Notice(self.theme, "bad", "restore.refused")
        self._typed = TypedConfirmation(self.theme, 1, WORD)
        self._cancel, self._start = button("restore.cancel"), button("restore.start", kind="primary")
        self._pause, self._go_on = button("restore.pause"), button("restore.go_on")
        self._stop, self._close = button("restore.stop"), button("restore.close")
        self._poll = QTimer(self, interval=POLL_MS)
        self._build(context)
        self.retranslate()
        self._question.show()  # most need its room, and a dialog that grows while one reads it jumps
        self.take_room(scaled(WIDTH))
        self.resize(self.width(), max(self.height(), min(scaled(HEIGHT), self._room().height())))
        self._show()
        self._calls.spawn(self._look(), name="look at a restore")

    async def ask(self) -> None:
        """Opens the dialog and waits until it is closed."""
        await finished(self)

    def retranslate(self) -> None:
        locale = self._language.locale
        self.setWindowTitle(translate("Restore", "Restore receipts"))
        self._about.setText(about_text(self._subject, locale, utc_now()))
        self._question.retranslate(locale)
        self._progress.retranslate(locale)
        self._typed.retranslate()
        self._pause.setText(icon_text(translate("Restore", "Pause")))
        self._go_on.setText(icon_text(translate("Restore", "Resume")))
        self._stop.setText(icon_text(translate("Restore", "Cancel restore")))
        self._show()

    @net(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on the button that restores does nothing; not even close, which would look as if it had.
        Nor does it close while receipts are typed."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and (self._start.hasFocus() or self._question.is_typing):
            return
        super().keyPressEvent(event)

    @net(None)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._poll.start()

    @net(None)
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._poll.stop()

    def _build(self, context: DialogContext) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        head.addWidget(self._heading, 1)
        head.addWidget(self._where)
        head.addWidget(EnvironmentBadge(self.theme, context.environment, "restore.environment"))
        self.body.addLayout(head)
        for part in (self._about, self._waiting, self._refused):
            self.body.addWidget(part)
        self.body.addWidget(self._question, 1)
        self.body.addWidget(self._progress, 1)
        self._start.setIcon(self.theme.icon("undo-2", "surface"))
        self._pause.setIcon(self.theme.icon("pause"))
        self._go_on.setIcon(self.theme.icon("play"))
        self._stop.setIcon(self.theme.icon("x"))
        for one in (self._start, self._pause, self._go_on, self._stop, self._close):
            one.setAutoDefault(False)
        self._cancel.setDefault(True)
        is_large = scaled(100) > 100 * LARGE
        if is_large:
            self.body.addWidget(self._typed)
        buttons = (self._pause, self._go_on, self._stop, self._close, self._cancel, self._start)
        self.add_buttons(*buttons, aside=None if is_large else self._typed)
        self._waiting.acted.connect(self._look_again)
        self._question.changed.connect(self._show)
        self._question.items_wanted.connect(self._want_items)
        self._question.export_wanted.connect(self.export_wanted)
        self._question.longer_wanted.connect(self._on_longer)
        self._typed.changed.connect(self._show)
        self._typed.entered.connect(self._start.setFocus)
        self._cancel.clicked.connect(self.reject)
        self._close.clicked.connect(self.accept)
        self._start.clicked.connect(self._on_start)
        self._pause.clicked.connect(lambda: self._on_act(self._restores.pause, lambda row: row.may_pause))
        self._go_on.clicked.connect(lambda: self._on_act(self._restores.go_on, lambda row: row.may_go_on))
        self._stop.clicked.connect(lambda: self._on_act(self._restores.cancel, lambda row: row.may_cancel))
        self._poll.timeout.connect(self._on_poll)
        self._set_tab_order()

    def _set_tab_order(self) -> None:
        buttons = (self._cancel, self._start, self._pause, self._go_on, self._stop, self._close)
        before: QWidget = self._typed
        for part in (*buttons, *self._question.fields):
            QWidget.setTabOrder(before, part)
            before = part

    @property
    def _is_progress(self) -> bool:
        return bool(self._progress.rows)

    def _show(self) -> None:
        """All that depends on how far it is."""
        is_progress, is_counted = self._is_progress, self._is_counted
        is_question = is_counted and not is_progress
        preview = self._question.preview if is_question else None
        can_start = is_question and bool(self._question.can_any)
        is_over = self._progress.is_over if is_progress else None
        is_empty = is_question and not self._question.can_any
        self._heading.say(heading_text(self._subject.title(), is_over=is_over, is_empty=is_empty))
        self._waiting.setVisible(not is_counted and not is_progress)
        self._say_waiting()
        self._question.setVisible(is_question)
        self._progress.setVisible(is_progress)
        self._refused.say(self._reason())
        self._typed.setVisible(can_start)
        self._start.setVisible(can_start)
        self._start.setText(icon_text(self._start_text(preview)))
        problem = self._question.problem if is_question else ""
        self._start.setToolTip(problem)
        self._start.setEnabled(can_start and not problem and self._typed.is_complete and not self._is_busy)
        self._cancel.setVisible(not is_progress)
        self._cancel.setText(
            translate("Restore", "Cancel") if can_start or not is_counted else translate("Restore", "Close")
        )
        self._show_acts()

    def _start_text(self, preview: RestorePreview | None) -> str:
        if preview is None:
            return translate("Restore", "Restore receipts")
        receipts = receipts_text(preview.will_be_restored, self._language.locale)
        return translate("Restore", "Restore {receipts}").format(receipts=receipts)

    def _show_acts(self) -> None:
        rows = self._progress.rows
        for one, may in (
            (self._pause, any(row.may_pause and not row.is_stale for row in rows)),
            (self._go_on, any(row.may_go_on for row in rows)),
            (self._stop, any(row.may_cancel for row in rows)),
        ):
            one.setVisible(may)
            one.setEnabled(may and not self._is_busy)
        self._close.setVisible(bool(rows))
        self._close.setText(translate("Restore", "Close"))

    def _say_waiting(self) -> None:
        if self._problem is not None:
            again = translate("Restore", "Try again")
            self._waiting.say("circle-alert", "bad", error_text(self._problem), again)
            return
        locale = self._language.locale
        text = translate("Restore", "Counting receipts to restore: {done} of {businesses}…")
        self._waiting.say(
            "hourglass",
            "muted",
            text.format(
                done=number_text(self._counted, locale),
                businesses=businesses_text(len(self._subject.job_ids), locale),
            ),
        )

    def _look_again(self) -> None:
        self._problem = None
        self._show()
        self._calls.spawn(self._look(), name="look at a restore")

    async def _look(self) -> None:
        """The restore that is active; without one the preview, some at a time."""
        ids = self._subject.job_ids
        try:
            rows = await self._calls.run(self._restores.read, self._actor, job_ids=ids, only_active=True)
            if self._is_gone:
                return
            if rows:
                self._take(rows)
                return
            preview = await self._preview(None, self._goes_on)
        except SweepError as error:
            if not self._is_gone:
                self._problem = error
                self._show()
            return
        if preview is None:
            return
        self._is_counted = True
        self._question.show_whole(preview)
        if self._question.can_any:
            self._typed.focus_first()
        else:
            self._cancel.setFocus()

    def _goes_on(self, counted: int) -> bool:
        if self._is_gone:
            return False
        self._counted = counted
        self._show()
        return True

    def _want_items(self, ids: tuple[int, ...]) -> None:
        self._calls.spawn(self._preview_items(ids), name="preview of receipts")

    async def _preview_items(self, ids: tuple[int, ...]) -> None:
        def goes_on(_counted: int) -> bool:
            return not self._is_gone and self._question.items == ids

        try:
            preview = await self._preview(ids, goes_on)
        except SweepError as error:
            if not self._is_gone:
                self._question.fail_items(ids)
                self._tell_error(error)
            return
        if preview is not None:
            self._reason = str
            self._question.show_items(ids, preview)

    def _on_start(self) -> None:
        preview = self._question.preview
        if preview is None or self._is_busy or not self._start.isEnabled():
            return
        ids = [one.job_id for one in preview.going]
        items = self._question.items

        def start() -> list[RestoreResult]:
            return self._restores.start(self._actor, ids, items)

        self._calls.spawn(self._carry_out(start), name="start restores")

    def _on_act(
        self, act: Callable[[Actor, Sequence[int]], list[RestoreResult]], takes: Callable[[Restore], bool]
    ) -> None:
        ids = [row.id for row in self._progress.rows if takes(row)]
        if ids and not self._is_busy:
            self._calls.spawn(self._carry_out(lambda: act(self._actor, ids)), name="act on restores")

    async def _carry_out(self, work: Callable[[], list[RestoreResult]]) -> None:
        self._is_busy = True
        self._show()
        try:
            results = await self._calls.run(work)
        except SweepError as error:
            if not self._is_gone:
                self._is_busy = False
                self._tell_error(error)
            return
        if self._is_gone:
            return
        self._is_busy = False
        self._reason = lambda: refusals_text(results)
        now = {one.restore.id: one.restore for one in results if one.restore and one.answer.is_done}
        before = [row for row in self._progress.rows if row.id not in now]
        if now:
            self.begun.emit(list(now.values()))
        self._take([*before, *now.values()])

    def _on_longer(self, wanted: dict[int, int]) -> None:
        if not self._is_busy and self._keep is not None:
            self._calls.spawn(self._keep_longer(self._keep, wanted), name="keep files longer")

    async def _keep_longer(self, keep: Keep, wanted: dict[int, int]) -> None:
        self._is_busy = True
        self._show()

        try:
            await self._calls.run(keep_all, keep, self._actor, wanted)
        except SweepError as error:
            self._tell_error(error)
        self._is_busy = False
        if not self._is_gone:
            await self._look()  # the days are read from the rows

    def _tell_error(self, error: SweepError) -> None:
        if not self._is_gone:
            self._reason = lambda: error_text(error)
            self._show()

    def _take(self, rows: Sequence[Restore]) -> None:
        had_rows = self._is_progress
        self._progress.show_rows(rows)
        self._show()
        if rows and not had_rows:
            self._close.setDefault(True)
            self._close.setFocus()

    def _on_poll(self) -> None:
        """Only what can still change is read, and only while somebody looks."""
        rows = self._progress.rows
        if rows and not self._progress.is_over and not self._is_polling and not self.window().isMinimized():
            self._is_polling = True
            self._calls.spawn(self._read_rows([row.id for row in rows]), name="read restores")

    async def _read_rows(self, ids: list[int]) -> None:
        try:
            rows = await self._calls.run(self._restores.read, self._actor, ids=ids)
        except SweepError as error:
            if not self._is_gone:
                self._is_polling, self._is_out_of_touch = False, True
                self._tell_error(error)
            return
        if self._is_gone:
            return
        self._is_polling = False
        if self._is_out_of_touch:  # what was said then is not so any more
            self._is_out_of_touch, self._reason = False, str
        if {row.id for row in self._progress.rows} == {row.id for row in rows} and not self._is_busy:
            self._take(rows)

    @property
    def _is_gone(self) -> bool:
        return not isValid(self) or self.is_closed
