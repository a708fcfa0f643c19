"""What a person reads where the queue cannot be used."""

from __future__ import annotations

import pytest

from app.core.queue_errors import QueueUnreachable

REASONS = QueueUnreachable.REASONS


def test_every_reason_has_its_own_advice() -> None:
    advice = QueueUnreachable.ADVICE
    assert list(advice) == list(REASONS)
    assert len(set(advice.values())) == len(advice)


@pytest.mark.parametrize("why", REASONS)
def test_the_sentence_says_why_and_what_helps(why: str) -> None:
    said = str(QueueUnreachable(why, "redis://queue-1:6379/0", "in its words"))
    assert f"redis://queue-1:6379/0 cannot be reached: {REASONS[why]} (in its words). " in said
    assert said.endswith(f"{QueueUnreachable.ADVICE[why]}.")


def test_a_wrong_password_is_not_told_as_an_address_to_check() -> None:
    said = str(QueueUnreachable("password", "redis://queue-1:6379/0"))
    assert "Correct user or password" in said
    assert "run" not in said
