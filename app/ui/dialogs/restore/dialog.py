"""Giving back what was deleted: a preview, the typed word, and then the progress."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from app.actions.restoring import RestoreActions, RestoreResult
from app.core.access import Actor
from app.core.errors import SweepError
from app.core.restore import Restore
from app.qt.calls import Calls
from app.qt.nets import net
from app.qt.translation import ltr
from app.ui.dialogs.restore.buttons import RestoreButtons
from app.ui.dialogs.restore.keeping import Keep, keep_all, not_kept_text
from app.ui.dialogs.restore.looking import Waiting, preview_in_parts
from app.ui.dialogs.restore.progress import RestoreProgress
from app.ui.dialogs.restore.question import RestoreQuestion
from app.ui.dialogs.restore.subject import RestoreSubject
from app.ui.dialogs.restore.words import about_text, heading_text, refusals_text, utc_now
from app.ui.texts.errors import error_text
from app.ui.texts.figures import plain
from app.ui.theme.theme import scaled
from app.ui.theme.tokens import GAP_S
from app.ui.widgets.asking import finished
from app.ui.widgets.dialog import Dialog, DialogContext
from app.ui.widgets.environment import EnvironmentBadge
from app.ui.widgets.parts import Heading, Notice, label
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
        self._acts = 0
        self._preview = partial(preview_in_parts, calls, restores, actor, subject.job_ids)
        self._counted = 0
        self._is_busy = self._is_counted = self._is_polling = self._is_out_of_touch = False
        self._takes_active = True
        self._aside: Sequence[Restore] = ()
        self._problem: SweepError | None = None
        self._reason: Callable[[], str] = str
        self._heading = Heading(self.theme, "undo-2", "accent", "restore.heading")
        self._where = label("restore.where", tone="muted")
        self._where.setText(ltr(plain(where)))
        self._where.setWordWrap(False)
        self._about = label("restore.about", tone="muted")
        self._waiting = Waiting(self.theme)
        self._question = RestoreQuestion(self.theme, is_run=subject.is_run, may_keep=keep is not None)
        self._progress = RestoreProgress(self.theme, len(subject.job_ids))
        self._refused = Notice(self.theme, "bad", "restore.refused")
        self._typed = TypedConfirmation(self.theme, 1, WORD)
        self._buttons = RestoreButtons(self.theme)
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
        self._buttons.retranslate()
        self._show()

    @net(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on the button that restores does nothing; not even close, which would look as if it had.
        Nor does it close while receipts are typed."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and (self._buttons.start.hasFocus() or self._question.is_typing):
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
        buttons, is_large = self._buttons, scaled(100) > 100 * LARGE
        in_row = buttons.in_order
        if is_large:
            self.body.addWidget(self._typed)
            self.body.addWidget(buttons.others, 0, Qt.AlignmentFlag.AlignLeading)
            in_row = in_row[1:]
        self.add_buttons(*in_row, aside=None if is_large else self._typed)
        self._waiting.acted.connect(self._look_again)
        self._question.changed.connect(self._show)
        self._question.items_wanted.connect(self._want_items)
        self._question.export_wanted.connect(self.export_wanted)
        self._question.longer_wanted.connect(self._on_longer)
        self._typed.changed.connect(self._show)
        self._typed.entered.connect(buttons.start.setFocus)
        buttons.cancel.clicked.connect(self.reject)
        buttons.close.clicked.connect(self.accept)
        buttons.start.clicked.connect(self._on_start)
        buttons.others.clicked.connect(self._on_others)
        buttons.pause.clicked.connect(lambda: self._on_act(self._restores.pause, lambda row: row.may_pause))
        buttons.go_on.clicked.connect(lambda: self._on_act(self._restores.go_on, lambda row: row.may_go_on))
        buttons.stop.clicked.connect(lambda: self._on_act(self._restores.cancel, lambda row: row.may_cancel))
        self._poll.timeout.connect(self._on_poll)
        self._set_tab_order()

    def _set_tab_order(self) -> None:
        before: QWidget = self._typed
        for part in (*self._buttons.in_tab_order, *self._question.fields):
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
        progress, locale = self._progress, self._language.locale
        is_over = progress.is_over if is_progress else None
        is_empty = is_question and not can_start
        title = self._subject.title()
        self._heading.say(heading_text(title, locale, is_over=is_over, is_empty=is_empty, part=progress.part))
        self._waiting.setVisible(not is_counted and not is_progress)
        if self._problem is not None:
            self._waiting.say_problem(self._problem)
        else:
            self._waiting.say_counted(self._counted, len(self._subject.job_ids), locale)
        self._question.setVisible(is_question)
        self._progress.setVisible(is_progress)
        self._refused.say(self._reason())
        self._typed.setVisible(can_start)
        buttons = self._buttons
        buttons.start.setVisible(can_start)
        buttons.say_start(preview, locale)
        problem = self._question.problem if is_question else ""
        buttons.start.setToolTip(problem)
        buttons.start.setEnabled(can_start and not problem and self._typed.is_complete and not self._is_busy)
        buttons.show_cancel(is_asked=can_start or not is_counted, is_shown=not is_progress)
        buttons.show_acts(progress.rows, is_busy=self._is_busy)
        may_turn = bool(is_over or progress.part or self._aside)
        buttons.show_others(is_progress=is_progress, is_shown=may_turn)

    def _look_again(self) -> None:
        self._problem = None
        self._show()
        self._calls.spawn(self._look(), name="look at a restore")

    async def _look(self) -> None:
        """The restore that is active; without one the preview, some at a time. Where there is a preview, what
        was chosen in it stays."""
        ids = self._subject.job_ids
        try:
            if self._takes_active:
                rows = await self._calls.run(self._restores.read, self._actor, job_ids=ids, only_active=True)
                if self._is_gone:
                    return
                if rows:
                    self._take(rows)
                    return
            preview = await self._preview(None, self._goes_on)
        except SweepError as error:
            self._fail(error)
            return
        if preview is None:
            return
        if self._is_counted:
            self._question.show_anew(preview)
            if items := self._question.items:
                await self._preview_items(items)
            return
        self._is_counted = True
        self._question.show_whole(preview)
        if self._question.can_any:
            self._typed.focus_first()
        else:
            self._buttons.cancel.setFocus()

    def _fail(self, error: SweepError) -> None:
        if self._is_counted:
            self._tell_error(error)
        elif not self._is_gone:
            self._problem = error
            self._show()

    def _goes_on(self, counted: int) -> bool:
        if self._is_gone or self._is_progress:
            return False
        self._counted = counted
        self._show()
        return True

    def _want_items(self, ids: tuple[int, ...]) -> None:
        self._reason = str  # what was said of other receipts
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
            self._question.show_items(ids, preview)

    def _on_start(self) -> None:
        preview = self._question.preview
        if preview is None or self._is_busy or not self._buttons.start.isEnabled():
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
        self._acts += 1
        self._reason = lambda: refusals_text(results)
        now = [one.restore for one in results if one.restore and one.answer.is_done]
        before = self._progress.rows
        if now:
            before = before or self._aside
            self.begun.emit(now)
        jobs = {row.job_id for row in now}
        self._take([*(row for row in before if row.job_id not in jobs), *now])

    def _on_others(self) -> None:
        """From the progress to the preview, so that other businesses can be restored too; or back."""
        if self._is_busy:
            return
        if not self._is_progress:
            self._take(self._aside)
            return
        self._aside, self._takes_active = self._progress.rows, False
        self._is_counted, self._counted = False, 0
        self._reason = str
        self._typed.clear()
        self._progress.show_rows(())
        self._buttons.cancel.setDefault(True)
        self._look_again()

    def _on_longer(self, wanted: dict[int, int]) -> None:
        if not self._is_busy and self._keep is not None:
            self._calls.spawn(self._keep_longer(self._keep, wanted), name="keep files longer")

    async def _keep_longer(self, keep: Keep, wanted: dict[int, int]) -> None:
        self._is_busy = True
        self._show()
        try:
            results = await self._calls.run(keep_all, keep, self._actor, wanted)
        except SweepError as error:
            self._tell_error(error)
        else:
            self._reason = lambda: not_kept_text(results, self._language.locale)
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
        if rows:
            self._aside, self._takes_active = (), True
        self._show()
        if rows and not had_rows:
            self._buttons.close.setDefault(True)
            self._buttons.close.setFocus()

    def _on_poll(self) -> None:
        """Only what can still change is read, and only while somebody looks."""
        rows = self._progress.rows
        if rows and not self._progress.is_over and not self._is_polling and not self.window().isMinimized():
            self._is_polling = True
            self._calls.spawn(self._read_rows([row.id for row in rows]), name="read restores")

    async def _read_rows(self, ids: list[int]) -> None:
        acts = self._acts
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
        is_of_now = acts == self._acts and not self._is_busy  # else it may be from before an action
        if is_of_now and {row.id for row in self._progress.rows} == {row.id for row in rows}:
            self._take(rows)

    @property
    def _is_gone(self) -> bool:
        return not isValid(self) or self.is_closed
