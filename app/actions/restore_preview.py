"""What a restore would give back and what not, before anything is confirmed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.actions.results import Answer
from app.core.job import Job
from app.core.restore import Restore, Wanted
from app.engine.restoring import Conflict, Restorable


@dataclass(frozen=True, slots=True)
class JobPreview:
    """One job of the preview. `refusal` is None where its restore would start; `seconds` belongs to
    STILL_ALIVE, `in_the_way` (a deletion) to ALREADY_ACTIVE and STILL_ALIVE, `restore` to RESTORE_ACTIVE.

    `deleted` is what the job has counted, `stamped` what it has stamps for, `wanted` how many of these were
    asked for. `files_gone` are files that the job itself has deleted or found missing. Files of what it has
    deleted are kept `until` then, by its own days; None where none are kept for it.
    """

    job_id: int
    business_id: int | None = None
    name: str | None = None
    job: Job | None = None
    deleted: int = 0
    stamped: int = 0
    wanted: int = 0
    found: Restorable = field(default_factory=Restorable)
    files_gone: int = 0
    until: datetime | None = None
    refusal: Answer | None = None
    in_the_way: Job | None = None
    restore: Restore | None = None
    seconds: int | None = None
    asked: Wanted | None = None
    """What the restore's row would say."""

    @property
    def will_be_restored(self) -> int:
        return self.found.will_be_restored

    @property
    def conflicts(self) -> int:
        return self.found.conflicts

    @property
    def restored_before(self) -> int:
        """Of those wanted: not deleted any more, or by somebody else since."""
        return max(0, self.wanted - self.found.found)

    @property
    def unstamped(self) -> int:
        """Deleted in the same job by the web worker, or by a console that gave no stamps: these cannot come
        back."""
        return max(0, self.deleted - self.stamped)


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """All jobs that were asked for, in the order given. The sums are of those that would start."""

    jobs: tuple[JobPreview, ...]

    @property
    def going(self) -> tuple[JobPreview, ...]:
        return tuple(one for one in self.jobs if one.refusal is None)

    @property
    def refused(self) -> tuple[JobPreview, ...]:
        return tuple(one for one in self.jobs if one.refusal is not None)

    @property
    def deleted(self) -> int:
        return sum(one.deleted for one in self.going)

    @property
    def will_be_restored(self) -> int:
        return sum(one.will_be_restored for one in self.going)

    @property
    def conflicts(self) -> int:
        return sum(one.conflicts for one in self.going)

    @property
    def listed(self) -> tuple[Conflict, ...]:
        """The conflicts by name, as far as the single jobs list them."""
        return tuple(conflict for one in self.going for conflict in one.found.listed)

    @property
    def restored_before(self) -> int:
        return sum(one.restored_before for one in self.going)

    @property
    def unstamped(self) -> int:
        return sum(one.unstamped for one in self.going)

    @property
    def others(self) -> int:
        """Each business counts once."""
        by_business = {one.business_id: one.found.others for one in self.going}
        return sum(by_business.values())

    @property
    def files_there(self) -> int:
        return sum(one.found.files_there for one in self.going)

    @property
    def files_gone(self) -> int:
        return sum(one.files_gone for one in self.going)

    @property
    def without_files(self) -> int:
        return sum(one.found.without_files for one in self.going)

    @property
    def until(self) -> datetime | None:
        """The latest time until which files of any of them are kept."""
        return max((one.until for one in self.going if one.until), default=None)
