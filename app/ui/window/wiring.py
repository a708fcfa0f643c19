"""Which action of the window does what."""

from __future__ import annotations

from app.ui.businesses.advice import Step
from app.ui.theme.theme import TEXT_SIZES, Theme, ThemeMode
from app.ui.widgets.language_switch import LanguageSwitch
from app.ui.window.parts import WindowParts
from app.ui.window.sidebar import Beside, Place
from app.ui.workers.page import WorkersPage


def connect_actions(parts: WindowParts, theme: Theme, languages: LanguageSwitch) -> None:
    """Connects the actions that need no more than the parts of the window."""
    actions, commands, page = parts.actions, parts.commands, parts.page
    for action, command in (
        (actions.delete, commands.delete),
        (actions.pause, commands.pause),
        (actions.resume, commands.resume),
        (actions.cancel, commands.cancel),
        (actions.retry, commands.retry),
        (actions.take_over, commands.take_over),
        (actions.mark_failed, commands.mark_failed),
        (actions.run_here, commands.run_here),
        (actions.enqueue_again, commands.enqueue_again),
        (actions.finish_files, commands.finish_files),
    ):
        action.triggered.connect(lambda _=False, command=command: command(page.acted_on()))
    steps = {
        Step.TAKE_OVER: commands.take_over,
        Step.RESUME: commands.resume,
        Step.RETRY: commands.retry,
        Step.RUN_HERE: commands.run_here,
        Step.ENQUEUE_AGAIN: commands.enqueue_again,
    }
    parts.details.step_wanted.connect(lambda step, shown: steps[step]([shown]))
    parts.details.steps_wanted.connect(lambda step, ids: steps[step](page.rows_of(ids)))
    actions.pause_all.triggered.connect(commands.pause_everything)
    actions.export.triggered.connect(lambda: commands.export(page.shown(), page.table.visible_columns))
    actions.report.triggered.connect(lambda _=False: parts.runs.save_report())
    actions.shortcuts.triggered.connect(lambda: commands.show_shortcuts(actions.all))
    actions.find.triggered.connect(lambda: _find(parts))
    actions.show_businesses.triggered.connect(lambda: _turn_to(parts, parts.filter_before))
    actions.show_runs.triggered.connect(lambda: _turn_to(parts, Beside.RUNS))
    if parts.workers is not None:
        _connect_workers(parts, parts.workers)
    else:
        actions.show_workers.setShortcuts([])
        actions.show_workers.setVisible(False)
    actions.select_list.triggered.connect(lambda: commands.select_list(parts.take_list))
    parts.toolbar.search.list_pasted.connect(lambda text: commands.select_list(parts.take_list, text))
    page.list_pasted.connect(lambda text: commands.select_list(parts.take_list, text))
    actions.select_all.triggered.connect(page.tick_shown)
    actions.untick.triggered.connect(page.untick)
    actions.copy.triggered.connect(page.copy_selection)
    actions.theme.triggered.connect(lambda: _switch(theme))
    actions.larger.triggered.connect(lambda: theme.step_text_size(1))
    actions.smaller.triggered.connect(lambda: theme.step_text_size(-1))
    actions.usual_size.triggered.connect(lambda: theme.use_text_size(TEXT_SIZES[0]))
    actions.language.triggered.connect(lambda: languages.switch(parts.toolbar.language_place))
    actions.reset_demo.triggered.connect(commands.reset_demo)


def _find(parts: WindowParts) -> None:
    if parts.pages.is_on_runs:
        parts.runs.search_now()
    elif parts.pages.is_on_businesses:
        parts.toolbar.search.take_keys()


def _turn_to(parts: WindowParts, place: Place) -> None:
    """The keys go to the page: where they were may be out of sight."""
    parts.sidebar.choose(place)
    if parts.pages.is_on_runs:
        parts.runs.take_keys()
    elif parts.workers is not None and parts.pages.is_on_workers:
        parts.workers.take_keys()
    else:
        parts.page.take_keys()


def _connect_workers(parts: WindowParts, workers: WorkersPage) -> None:
    """Their page, which is there where a queue on a server is named."""
    commands, page = parts.commands, parts.page
    parts.actions.show_workers.triggered.connect(lambda: _turn_to(parts, Beside.WORKERS))
    parts.sidebar.workers_chosen.connect(parts.pages.show_workers)
    workers.counted.connect(parts.sidebar.show_workers)
    workers.run_wanted.connect(parts.turn_to_run)
    workers.business_wanted.connect(parts.turn_to_business)
    workers.enqueue_wanted.connect(lambda ids: commands.enqueue_again(page.rows_of(ids)))
    workers.here_wanted.connect(lambda ids: commands.run_here(page.rows_of(ids)))
    workers.guide_wanted.connect(parts.actions.guide.trigger)
    workers.told.connect(parts.message.say)
    commands.busy_changed.connect(workers.feed.look_now)


def _switch(theme: Theme) -> None:
    theme.use(ThemeMode.LIGHT if theme.is_dark else ThemeMode.DARK)
