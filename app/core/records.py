"""`dataclass` of the standard library, made quickly: a start loads a hundred of them.

Python 3.11 compiles up to seven functions for each, which takes longer than to load the rest of the console.
Here they share those that can be shared, and the one that counts for speed, `__init__`, is compiled when the
first object of its class is made. To the type checker it is the standard library's own; `field`, `replace`
and `asdict` are used with it as ever. There is no order, and none that is frozen and has slots is pickled.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False):
        """As the standard library's, with those of its options that are used here."""
        if cls is None:
            return lambda plain: _made(plain, frozen=frozen, slots=slots)
        return _made(cls, frozen=frozen, slots=slots)


_LEFT_OUT: Any = object()
"""Stands for an argument whose default is made anew for each object."""


def _made(plain: type, *, frozen: bool, slots: bool) -> Any:
    if plain.__doc__ is None:
        plain.__doc__ = plain.__name__  # else it is made of the signature, at the cost of all the rest
    cls: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(plain)
    values = _values_of([one.name for one in dataclasses.fields(cls) if one.compare])
    methods: dict[str, Any] = {
        "__init__": _init_on_demand(cls, frozen=frozen),
        "__repr__": _repr,
        "__eq__": _eq(values),
        "__hash__": None,
    }
    if frozen:
        methods |= {"__hash__": _hash(values), "__setattr__": _set_nothing, "__delattr__": _delete_nothing}
    for name, method in methods.items():
        setattr(cls, name, method)
    return cls


def _values_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Takes the values of these fields from an object."""
    match names:
        case []:
            return lambda _: ()
        case [name]:
            return lambda one: (getattr(one, name),)
        case _:
            return attrgetter(*names)


def _eq(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any, object], bool]:
    def __eq__(self: Any, other: object) -> bool:  # noqa: N807 - becomes the method
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hash(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], int]:
    def __hash__(self: Any) -> int:  # noqa: N807 - becomes the method
        return hash(values(self))

    return __hash__


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _set_nothing(self: Any, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete_nothing(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _init_on_demand(cls: Any, *, frozen: bool) -> Callable[..., None]:
    def __init__(self: Any, *values: Any, **named: Any) -> None:  # noqa: N807 - becomes the method
        cls.__init__ = _compiled_init(cls, frozen=frozen)  # two threads may do so, to the same effect
        cls.__init__(self, *values, **named)

    return __init__


def _compiled_init(cls: Any, *, frozen: bool) -> Callable[..., None]:
    """The function that a person would write by hand for the fields of `cls`."""
    words = ["self"]
    body = []
    known: dict[str, Any] = {"left_out": _LEFT_OUT, "put": object.__setattr__}
    for one in dataclasses.fields(cls):
        name = one.name
        value = name
        if one.default is not dataclasses.MISSING:
            known[f"default_{name}"] = one.default
            words.append(f"{name}=default_{name}")
        elif one.default_factory is not dataclasses.MISSING:
            known[f"make_{name}"] = one.default_factory
            words.append(f"{name}=left_out")
            value = f"make_{name}() if {name} is left_out else {name}"
        else:
            words.append(name)
        body.append(f"put(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    lines = "\n    ".join(body or ["pass"])
    exec(f"def __init__({', '.join(words)}):\n    {lines}", known)  # noqa: S102 - of names of fields alone
    written: Callable[..., None] = known["__init__"]
    written.__qualname__ = f"{cls.__qualname__}.__init__"
    return written
