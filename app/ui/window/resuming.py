"""What is asked before deletions go on: whether, of several, and where, if there is a choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.ui.texts.severally import Severally
from app.ui.texts.words import name_text
from app.ui.widgets.dialog import DialogContext
from app.ui.widgets.resume_where import resume_where
from app.ui.widgets.server_offer import ServerOffer, Wanted
from app.viewmodel.rows import ShownRow
from app.viewmodel.services import Services

translate = QCoreApplication.translate


async def resume_wanted(
    services: Services, rows: Sequence[ShownRow], left_out: int, me: str, context: DialogContext
) -> Wanted | None:
    """Where the deletions of these rows are to go on, of a selection of which `left_out` are not among them;
    None where they are not to."""
    offer = ServerOffer.of(services)
    if len(rows) > 1:
        from app.ui.dialogs.several import SeveralDialog

        dialog = SeveralDialog(Severally.RESUME, rows, left_out, me, context, offer)
        return dialog.wanted if await dialog.ask() else None
    if offer is None or not rows:
        return Wanted()
    name = rows[0].row.business.name
    return await resume_where(lambda: resume_question(name), offer, context)


def resume_question(name: str) -> str:
    """Of one deletion, by the name of its business."""
    return translate("ResumeDialog", "Resume the deletion of {business}?").format(business=name_text(name))
