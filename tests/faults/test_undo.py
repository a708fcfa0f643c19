"""Consoles that restore are killed, and others go on: what comes back is what was deleted, bit by bit."""

from __future__ import annotations

from pathlib import Path

from tests.faults.undo import undo
from tests.support.product import Product

SEED = 20_261_128


def test_a_dozen_consoles_are_killed_while_they_restore(product: Product, tmp_path: Path) -> None:
    print(f"seed {SEED}")
    result = undo(product, tmp_path, kills=12, seed=SEED)
    print(result)
    assert result.kills >= 12
    # Else the kills would have missed what they were for.
    assert min(result.at_work, result.restored) > 0
