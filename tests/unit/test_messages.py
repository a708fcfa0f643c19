"""What is written from the catalogue is recognized again, whatever it quotes and however short it must be."""

from __future__ import annotations

import errno
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import messages
from app.core.message import Message, is_number
from app.core.messages import LONGEST, MESSAGES, joined, recognized, sentences
from app.core.storage_messages import SYSTEM, what_the_system_said

PLACEHOLDERS = ("reason", "place", "key", "table", "role", "where", "code")
NUMBERS = ("count", "all", "time")

LAST_ERROR = 500
"""Less than a row holds: room for what the catalogue itself says, and little for what it quotes."""

odd_texts = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        [
            "",
            ". ",
            "a. b. c.",
            "{count} {0} {",
            "one\ntwo\r\n\x00three",
            "\u202eevil\u2066 \ud800",
            "שורה אסורה. נא לפנות למנהל.",
            "x" * 5_000,
            "words " * 900,
            "Files already missing: 3.",
            "foo. Files already missing: 3. Deadlock detected",
            "(a) [b]. Last error: c. Last error: d.",
        ]
    ),
    st.text(alphabet=". {}()\n\u00a0\u2028א:", max_size=200),
)


def values_of(draw: st.DrawFn) -> dict[str, object]:
    numbers = {name: draw(st.integers(0, 10**9)) for name in NUMBERS}
    return {**numbers, **{name: draw(odd_texts) for name in PLACEHOLDERS}}


@st.composite
def written(draw: st.DrawFn) -> tuple[Message, str]:
    """A message with its text, in which one of the catalogue may be quoted in turn."""
    message = draw(st.sampled_from(MESSAGES))
    values = values_of(draw)
    if draw(st.booleans()):
        values["reason"] = draw(st.sampled_from(MESSAGES)).format(**values)
    return message, message.format(**values)


def means(text: str) -> Message | None:
    found = recognized(text)
    return found[0] if found else None


def says(message: Message, text: str) -> bool:
    """It is recognized; or a more exact message says the very same in the very same words."""
    found = recognized(text)
    assert found is not None
    return found[0] == message or found[0].format(**found[1]).rstrip(".") == text.rstrip(".")


@given(written())
def test_a_message_is_recognized_whatever_it_quotes(one: tuple[Message, str]) -> None:
    message, text = one
    on_row = joined([text])
    assert sentences(on_row) == [on_row]
    assert says(message, on_row)
    on_row.encode()
    assert "\0" not in on_row
    assert "\n" not in on_row


@given(written(), st.integers(400, LONGEST))
def test_what_is_too_long_is_cut_within_what_it_quotes(one: tuple[Message, str], longest: int) -> None:
    message, text = one
    on_row = joined([text], longest)
    assert len(on_row) <= longest
    assert says(message, on_row)


@given(st.lists(odd_texts, min_size=6, max_size=6), st.integers(0, 10**6))
def test_all_that_a_job_may_have_to_say_fits_and_stays_apart(quoted: list[str], count: int) -> None:
    said = [
        (messages.NOT_GONE, ""),
        (messages.DELETED_ELSEWHERE, ""),
        (messages.NOT_DELETED, quoted[0]),
        (messages.FILES_NOT_DELETED, quoted[1]),
        (messages.FILES_HELD, ""),
        (messages.FILES_MISSING, ""),
        (messages.FILES_NEEDED, messages.REFERENCE.format(table=quoted[2])),
        (messages.FILES_NEEDED, messages.UNREADABLE.format(table=quoted[3])),
        (messages.FILES_NEEDED, quoted[4]),
        (messages.FILES_HIDDEN, ""),
    ]
    lines = [message.format(count=count, all=count, reason=reason) for message, reason in said]
    on_row = joined(lines)
    assert len(on_row) <= LONGEST
    assert [means(one) for one in sentences(on_row)] == [message for message, _ in said]
    some = joined(lines, LAST_ERROR)
    assert len(some) <= LAST_ERROR
    told = [means(one) for one in sentences(some)]
    assert told == [message for message, _ in said][: len(told)]


def test_what_no_message_says_is_cut_at_its_end() -> None:
    assert joined(["x" * 300], 160) == "x" * 159 + "…"
    assert joined(["", ""]) == ""


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), max_size=LONGEST))
def test_any_text_of_others_is_read_in_one_go(text: str) -> None:
    assert " ".join(sentences(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Files kept: 1 (x). " * 52 + "zzz",
        "Server restarted / job heartbeat lost: " + "a. " * 300,
        "the attachment storage " * 40,
    ],
)
def test_a_text_that_is_made_to_be_slow_is_read_at_once(text: str) -> None:
    """Without the memory of what was tried in vain, the first of them takes longer than anybody waits."""
    assert sentences(text) == [text]


def test_no_message_is_longer_than_what_is_read() -> None:
    values = dict.fromkeys(PLACEHOLDERS, "x" * 10000) | dict.fromkeys(NUMBERS, 10**14)
    for message in MESSAGES:
        assert len(message.format(**values)) <= LONGEST
        assert recognized(message.format(**values)) is not None


@pytest.mark.parametrize("name", SYSTEM)
def test_what_a_system_says_is_known_by_its_number(name: str) -> None:
    """In whichever words; Windows has them in the language of the user."""
    error = OSError(getattr(errno, name), "Zugriff verweigert")
    assert what_the_system_said(error) == SYSTEM[name]
    assert means(os.strerror(getattr(errno, name))) == SYSTEM[name]


def test_what_no_catalogue_knows_is_told_in_the_systems_words() -> None:
    assert what_the_system_said(OSError(99_999, "odd")) == "odd"
    assert what_the_system_said(OSError()) == "OSError"


def test_every_placeholder_is_one_that_is_known() -> None:
    """Else no reader would know whether it is a figure, a text, or written from left to right."""
    for message in MESSAGES:
        values = dict.fromkeys((*PLACEHOLDERS, "advice"), "x") | dict.fromkeys(NUMBERS, 1)
        for template in (message, *message.also):
            found = message.values_in(Message(template).format(**values))
            assert found is not None
            assert all(is_number(name) == (name in NUMBERS) for name in found)
