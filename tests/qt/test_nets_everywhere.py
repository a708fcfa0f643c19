"""Every method of ours that Qt's C++ may call has a net: found by looking at all classes of the app."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import FunctionType

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

import app
from app.qt.nets import NETTED, net

CALLED_BY_US_ALONE = {
    "setText",  # of a label, which Qt never calls by itself
    "clone",  # of an icon: an object made of what is there, in place of which there is no other
}


def classes_of_the_app() -> Iterator[type]:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        for found in vars(import_module(module.name)).values():
            if inspect.isclass(found) and found.__module__ == module.name:
                yield found


def without_net(cls: type) -> list[str]:
    """The methods of the class that stand in the place of a method of Qt's and have no net."""
    qt = [base for base in cls.__mro__ if base.__module__.startswith(("PySide6.", "Shiboken"))]
    return [
        name
        for name, method in vars(cls).items()
        if isinstance(method, FunctionType)
        and not name.startswith("__")
        and name not in CALLED_BY_US_ALONE
        and any(name in vars(base) for base in qt)
        and not getattr(method, NETTED, False)
    ]


def test_every_method_that_qt_calls_has_a_net() -> None:
    found = {cls for cls in classes_of_the_app() if issubclass(cls, shiboken6.Object)}
    assert len(found) > 50
    lacking = {f"{cls.__module__}.{cls.__qualname__}": without_net(cls) for cls in found}
    assert {name: methods for name, methods in sorted(lacking.items()) if methods} == {}


class Bare(QWidget):
    def event(self, event: QEvent) -> bool:
        return super().event(event)

    def own(self) -> None:
        pass


class Netted(QObject):
    @net(False)
    def event(self, event: QEvent) -> bool:
        return super().event(event)


@pytest.mark.parametrize(("cls", "lacking"), [(Bare, ["event"]), (Netted, [])])
def test_the_look_finds_what_lacks_a_net(cls: type, lacking: list[str]) -> None:
    assert without_net(cls) == lacking
