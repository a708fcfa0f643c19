"""What a person reads where the queue cannot be used."""

from __future__ import annotations

import re

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
    assert re.search(
        rf"redis://queue-1:6379/0 cannot be (reached|used): {REASONS[why]} \(in its words\)\. ", said
    )
    assert said.endswith(f"{QueueUnreachable.ADVICE[why]}.")


@pytest.mark.parametrize(
    ("why", "can_be_reached"), [("refused", False), ("timeout", False), ("memory", True)]
)
def test_one_that_answers_can_be_reached(why: str, can_be_reached: bool) -> None:
    said = str(QueueUnreachable(why, "redis://queue-1:6379/0"))
    assert ("cannot be used" in said) == can_be_reached
    assert ("cannot be reached" in said) != can_be_reached


def test_a_wrong_password_is_not_told_as_an_address_to_check() -> None:
    said = str(QueueUnreachable("password", "redis://queue-1:6379/0"))
    assert "Correct user or password" in said
    assert "run" not in said
