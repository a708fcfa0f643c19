"""Our dataclasses behave as the standard library's, which takes longer to make them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from dataclasses import dataclass as standard
from itertools import product
from typing import Any

import pytest

from app.core.records import dataclass as ours

SHAPES = [{"frozen": frozen, "slots": slots} for frozen, slots in product((True, False), repeat=2)]


def made(decorate: Callable[..., Any], shape: dict[str, bool]) -> Any:
    """A class with every kind of field that is used."""

    @decorate(**shape)
    class Point:
        """In a plane."""

        x: int
        y: int = 2
        names: list[str] = field(default_factory=list, compare=False)
        secret: str = field(default="", repr=False)
        other: Any = None

        def __post_init__(self) -> None:
            if self.x == 13:
                raise ValueError("thirteen")

        @property
        def double(self) -> int:
            return 2 * self.x

    return Point


def outcome(act: Callable[[Any], object], cls: Any) -> object:
    """What comes of it, or the kind of its error."""
    try:
        return act(cls)
    except (TypeError, ValueError, AttributeError) as error:
        return type(error)


ACTS: list[Callable[[Any], object]] = [
    lambda cls: repr(cls(1)),
    lambda cls: repr(cls(1, 3, ["a"], "hidden", other=cls(4))),
    lambda cls: cls(),
    lambda cls: cls(1, 2, [], "", None, 6),
    lambda cls: cls(1, x=1),
    lambda cls: cls(1, unknown=1),
    lambda cls: cls(13),
    lambda cls: cls(1) == cls(1, names=["not compared"]),
    lambda cls: cls(1) == cls(1, secret="compared"),
    lambda cls: cls(1) == (1, 2, "", None),
    lambda cls: cls(float("nan")) == cls(float("nan")),
    lambda cls: hash(cls(1)) == hash(cls(1, names=["not compared"])),
    lambda cls: cls(1).names is cls(1).names,
    lambda cls: asdict(cls(1, other=cls(2, names=["deep"]))),
    lambda cls: repr(replace(cls(1), y=5)),
    lambda cls: replace(cls(1), z=5),
    lambda cls: [one.name for one in fields(cls)],
    lambda cls: setattr(cls(1), "x", 2),
    lambda cls: delattr(cls(1), "x"),
    lambda cls: cls(1).double,
    lambda cls: (cls.__name__, cls.__doc__, cls.__match_args__, hasattr(cls(1), "__dict__")),
    lambda cls: dataclasses.is_dataclass(cls(1)),
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("act", ACTS)
def test_they_do_what_the_standard_ones_do(act: Callable[[Any], object], shape: dict[str, bool]) -> None:
    assert outcome(act, made(ours, shape)) == outcome(act, made(standard, shape))


def test_none_is_written_over_and_none_taken_away() -> None:
    @ours(frozen=True, slots=True)
    class Name:
        text: str

    name = Name("a")
    with pytest.raises(FrozenInstanceError):
        name.text = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del name.text
    assert name == Name("a")


def test_one_that_holds_itself_can_be_shown() -> None:
    @ours
    class Node:
        next: Any = None

    node = Node()
    node.next = node
    assert "..." in repr(node)


def test_one_inherits_the_fields_of_another() -> None:
    @ours(frozen=True)
    class Base:
        a: int

    @ours(frozen=True)
    class Longer(Base):
        b: int = 2

    assert (Longer(1).a, Longer(1).b, Base(1) == Longer(1)) == (1, 2, False)
    assert Base(1) == Base(1)


def test_one_without_fields_can_be_made() -> None:
    @ours(frozen=True, slots=True)
    class Nothing:
        pass

    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())
