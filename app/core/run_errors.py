"""What a person can meet around runs; `core.errors` says what all of these have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from app.core.errors import BadInput, SweepError


class RunLabelTooLong(BadInput):
    """The `name` or the `note` of a run is longer than it may be; nothing was started."""

    def __init__(self, which: str, length: int, longest: int) -> None:
        super().__init__(
            f"The {which} of the run has {length:,} characters, but at most {longest:,} are possible.",
            length=length,
            longest=longest,
        )
        self.code = f"run_{which}_too_long"


class NoSuchRun(SweepError):
    """No run with this name or id; or the person may not see it."""

    code = "no_such_run"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no run “{name}”.", name=name)


class RunAmbiguous(BadInput):
    """Several runs of this name are active. `ids` are theirs."""

    code = "run_ambiguous"

    def __init__(self, name: str, ids: Sequence[str]) -> None:
        listed = ", ".join(ids)
        super().__init__(
            f"Several runs “{name}” are active. Use one of their IDs instead: {listed}.",
            name=name,
            ids=listed,
        )


class NothingInRun(SweepError):
    """None of the run's jobs is in a state for the action, a key of SENTENCES."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "pause": "The run “{name}” has no running or queued job to pause.",
        "resume": "The run “{name}” has no paused or failed job to resume.",
        "cancel": "The run “{name}” has no active job to cancel.",
        "retry": "The run “{name}” has no failed receipts to retry.",
        "take_over": "The run “{name}” has no job that is not responding or stuck.",
        "keep_files": "The run “{name}” has no ended or paused job whose files could be kept.",
        "restore": "The run “{name}” has no ended job whose receipts could be restored.",
        "clean_up": "The run “{name}” has left no files.",
    }

    def __init__(self, action: str, name: str) -> None:
        super().__init__(self.SENTENCES[action].format(name=name), name=name)
        self.code = f"nothing_to_{action}"
