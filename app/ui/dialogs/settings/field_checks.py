"""What is wrong with the fields of a page, said at each of them until it is mended."""

from __future__ import annotations

from collections.abc import Callable

from app.core.errors import SweepError
from app.ui.texts.errors import field_text
from app.ui.widgets.announcing import announce
from app.ui.widgets.form import Field

Check = Callable[[], SweepError | None]
"""Says what is wrong with a field; None where nothing is."""


class FieldChecks:
    """A field is looked at once the person is done with it or wants to save; from then on what is wrong with
    it is said there, and goes as soon as it is mended."""

    def __init__(self) -> None:
        self._checks: dict[Field, Check] = {}
        self._told: dict[Field, SweepError] = {}

    def add(self, field: Field, check: Check) -> None:
        self._checks[field] = check

    def look(self, field: Field) -> None:
        """The person is done with this field."""
        was = field in self._told
        self._show(field)
        if not was and field in self._told:
            announce(field.control, field_text(self._told[field]))

    def look_again(self) -> None:
        """Something was changed: what was wrong may be mended, or wrong in another way."""
        for field in tuple(self._told):
            self._show(field)

    def look_at_all(self) -> tuple[Field, SweepError] | None:
        """Says at each field what is wrong with it, and gives the first of them."""
        for field in self._checks:
            self._show(field)
        return next(((field, self._told[field]) for field in self._checks if field in self._told), None)

    def _show(self, field: Field) -> None:
        error = self._checks[field]()
        if error is None:
            self._told.pop(field, None)
        else:
            self._told[field] = error.with_traceback(None)
        field.say_wrong(field_text(error) if error else "")
