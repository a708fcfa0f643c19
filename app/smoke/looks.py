"""The same thing in each language and theme, for the pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QWidget

from app.bootstrap.appearance import Appearance
from app.smoke.hands import LOOK_SECONDS
from app.smoke.report import Report

LOOKS = (("en", "light"), ("en", "dark"), ("he", "dark"), ("he", "light"))


class Looks:
    """Goes through all looks. The theme is light at the end, and the language that of before."""

    def __init__(self, appearance: Appearance, report: Report) -> None:
        self._appearance, self._report = appearance, report

    async def use(self, code: str) -> None:
        """This language from now on, once it has been laid out."""
        self._appearance.language.use(code)
        await asyncio.sleep(LOOK_SECONDS)

    async def each(self, show: Callable[[str], Awaitable[None]]) -> None:
        """Calls `show` with the name of each look while it is on."""
        before = self._appearance.language.code
        for code, theme in LOOKS:
            self._appearance.theme.use(theme)
            await self.use(code)
            await show(f"{code}-{theme}")
        await self.use(before)

    async def pictures(self, widget: QWidget, name: str) -> None:
        """A picture of the widget in each look."""

        async def show(_look: str) -> None:
            self.picture(widget, name)

        await self.each(show)

    def picture(self, widget: QWidget, name: str) -> None:
        """A picture in the look of the moment."""
        theme = "dark" if self._appearance.theme.is_dark else "light"
        self._report.picture(widget, f"{name}-{self._appearance.language.code}-{theme}")
