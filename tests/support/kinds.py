"""All kinds of errors of the vocabulary, for tests that leave none out."""

from __future__ import annotations

from app.core import errors


def kinds_of_errors(root: type[errors.SweepError] = errors.SweepError) -> set[type[errors.SweepError]]:
    """`root` and all that is derived from it in `core.errors`."""
    below = [kinds_of_errors(kind) for kind in root.__subclasses__() if kind.__module__ == errors.__name__]
    return {root}.union(*below)
