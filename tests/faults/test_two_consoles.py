"""The contest of tests/faults/two_consoles.py: what is pressed comes from fixed seeds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.faults.two_consoles import finish, play, street_of, take_over_what_is_silent
from tests.support.product import Product

SEEDS = (20260518, 20260519)


def test_two_consoles_and_the_web_side_at_the_same_time_break_no_rule(
    product: Product, tmp_path: Path
) -> None:
    with street_of(product, tmp_path, SEEDS[0]) as street:
        for seed in SEEDS:
            print(f"seed {seed}")
            play(street, seed)
        take_over_what_is_silent(street)
        finish(street)
    changes = street.journal.changes()
    told = Counter(
        answer
        for console in street.consoles
        for given in console.answers
        for answer in given
        if isinstance(answer, str)
    )
    ways = Counter(f"{change.who[:5]} {change.way}" for change in changes)
    twice = sum(change.again for change in changes)
    print(street.pressed, told, f"{len(changes)} changes of jobs, {twice} receipts deleted twice:", sep="\n")
    print(*ways.items(), sep="\n")
    for action in ("delete_all", "cancel", "resume", "take_over"):
        assert street.pressed[f"console: {action}"], "chance did not let try what this is about"
    assert min(told[answer] for answer in ("started", "cancelled", "taken_over")) > 0
