"""All kinds of errors of the vocabulary, for tests that leave none out."""

from __future__ import annotations

from app.core import errors, queue_errors, restore_errors, run_errors


def kinds_of_errors(root: type[errors.SweepError] = errors.SweepError) -> set[type[errors.SweepError]]:
    """`root` and all that is derived from it in the vocabulary."""
    rooms = {errors.__name__, queue_errors.__name__, restore_errors.__name__, run_errors.__name__}
    below = [kinds_of_errors(kind) for kind in root.__subclasses__() if kind.__module__ in rooms]
    return {root}.union(*below)
