"""What the diagnostics say of files that are overdue where it cannot look at all businesses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from random import Random

import pytest

from app.actions.file_findings import LOOKING_SECONDS, FileFindings
from app.actions.findings import Finding, Verdict
from app.receipts.names import DELETE_RECEIPTS
from app.ui.texts import findings as texts
from app.ui.texts.findings import finding_text
from app.ui.texts.words import without_marks
from tests.support.product import Product
from tests.support.running import Station

SEVERAL = 6


@pytest.fixture
def businesses(product: Product) -> list[int]:
    """In each, a job that kept its files ended long ago; nothing is left of them."""
    found = [product.business(f"Bakery {number}") for number in range(SEVERAL)]
    for one in found:
        product.job(one, "completed", job_type=DELETE_RECEIPTS, cursor='{"keep_days": 7}')
    product.execute(
        "UPDATE background_jobs SET created_at = created_at - interval '90 days', "
        "updated_at = created_at - interval '90 days', finished_at = created_at - interval '90 days'"
    )
    return found


@pytest.fixture
def station(product: Product) -> Iterator[Station]:
    with Station(product) as station:
        yield station


def overdue(station: Station, *, seconds_a_look: float = 0, seed: int = 0) -> list[Finding]:
    """What is said where each look takes so long."""
    looks = count()
    files = FileFindings(
        station.database,
        station.storage,
        station.types,
        None,
        0,
        clock=lambda: next(looks) * seconds_a_look,
        random=Random(seed),
    )
    return list(files.overdue())


def leave_files(product: Product, business: int) -> None:
    product.receipts(business, 1, files=1, is_deleted=True)
    product.execute("UPDATE receipts SET deleted_at = '2026-01-01' WHERE business_id = %s", business)


def test_all_is_well_where_all_were_looked_at(businesses: list[int], station: Station) -> None:
    (found,) = overdue(station)
    assert (found.verdict, found.code) == (Verdict.OK, "files_due_good")


def test_what_was_not_looked_at_is_not_called_good(
    product: Product, businesses: list[int], station: Station
) -> None:
    (found,) = overdue(station, seconds_a_look=LOOKING_SECONDS / 2)
    assert (found.verdict, found.code) == (Verdict.NOTE, "files_due_unseen")
    assert found.values == {"looked": 3, "count": SEVERAL}
    assert f"3 of {SEVERAL} businesses" in found.sentence
    assert without_marks(finding_text(found)) == found.sentence

    for one in businesses:
        leave_files(product, one)
    some, unseen = overdue(station, seconds_a_look=LOOKING_SECONDS / 2)
    assert (some.code, some.values["count"]) == ("files_overdue", 3)
    assert unseen.values["looked"] == 3


def test_even_the_slowest_look_is_at_one(businesses: list[int], station: Station) -> None:
    (found,) = overdue(station, seconds_a_look=LOOKING_SECONDS * 2)
    assert found.values == {"looked": 1, "count": SEVERAL}


@pytest.mark.parametrize("which", [0, SEVERAL - 1])
def test_in_time_each_has_its_turn(
    product: Product, businesses: list[int], station: Station, which: int
) -> None:
    leave_files(product, businesses[which])
    told = [overdue(station, seconds_a_look=LOOKING_SECONDS * 2, seed=seed)[0] for seed in range(60)]
    named = {str(one.values["names"]) for one in told if one.code == "files_overdue"}
    assert named == {str(businesses[which])}


def test_one_business_is_spoken_of_as_one(
    product: Product, businesses: list[int], station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_files(product, businesses[0])
    (one,) = overdue(station)
    leave_files(product, businesses[1])
    (two,) = overdue(station)
    assert one.sentence.startswith("Files of 1 business were to be deleted")
    assert two.sentence.startswith("Files of 2 businesses were to be deleted")

    forms: list[int] = []

    def translate(_context: str, text: str, _note: None, number: int) -> str:
        forms.append(number)
        return text

    monkeypatch.setattr(texts, "translate", translate)
    assert f": {businesses[0]}. " in without_marks(finding_text(one))
    finding_text(two)
    assert forms == [1, 2], "the plural form follows the number"
