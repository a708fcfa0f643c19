"""Finishing files in a window: what there is to finish, and the hands that ask for it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QLineEdit

from app.actions.sweeping import SweepAction, SweepResult
from app.core.access import Actor
from tests.support.parts import part
from tests.support.product import Product
from tests.support.rows import a_row

if TYPE_CHECKING:
    from tests.qt.window.conftest import Hands


class Spy:
    """The action itself, and what it was asked for."""

    def __init__(self, action: SweepAction) -> None:
        self._action = action
        self.asked: list[tuple[list[int], bool]] = []
        self.threads: set[threading.Thread] = set()

    def __call__(
        self,
        actor: Actor,
        business_ids: Sequence[int],
        *how: Any,
        accept_missing: bool,
        everything: bool = False,
    ) -> list[SweepResult]:
        self.asked.append((list(business_ids), accept_missing))
        self.threads.add(threading.current_thread())
        return self._action(actor, business_ids, *how, accept_missing=accept_missing, everything=everything)


def business(product: Product, files: int, *, lost: int = 0, name: str = "Alon") -> int:
    """A business whose receipts are all deleted, with their files left behind; `lost` of these are gone."""
    business_id = product.business(name)
    product.receipts(business_id, files, files=1, is_deleted=True)
    product.lose_files(lost, business_id)
    return business_id


def vouch(product: Product) -> None:
    """A file that is needed, by which the storage is known to be the right one."""
    product.attachments(product.business(), 1, "contract")


def choose(console: Hands, *business_ids: int) -> None:
    """Selects the businesses, and asks for their files to be finished."""
    console.services.poller.rows.emit(tuple(a_row(key, f"Business {key}") for key in business_ids))
    console.select(*business_ids)
    action = console.action("finish_files")
    console.loop.until(action.isEnabled)
    action.trigger()


def finish(console: Hands, *business_ids: int) -> None:
    choose(console, *business_ids)
    console.press("finish.finish")


def is_over(console: Hands) -> bool:
    return not console.window._parts.commands.is_finishing


def type_missing(console: Hands, word: str = "MISSING", count: str = "") -> QDialog:
    """Types into the confirmation once it is there, without pressing its button."""
    dialog = console.dialog("missing.accept")
    part(dialog, QLineEdit, "confirm.word").setText(word)
    if count:
        part(dialog, QLineEdit, "confirm.count").setText(count)
    return dialog


def audited(console: Hands) -> list[tuple[str, str, int | None]]:
    return [(line.action, line.answer, line.business_id) for line in console.crew.audit.read()]
