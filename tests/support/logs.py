"""Log records that a test expects, and those that it does not."""

from __future__ import annotations

import logging
import re


class ExpectedLogs(logging.Handler):
    """Collects warnings and worse; `check` fails on those that nobody expected, and on expected ones that
    never came."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self._expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def expect(self, pattern: str) -> None:
        """At least one message will match the regular expression `pattern`, and all that match are fine."""
        self._expected.append(pattern)

    def check(self) -> None:
        missing = [
            pattern for pattern in self._expected if not any(re.search(pattern, m) for m in self.messages)
        ]
        surprises = [m for m in self.messages if not any(re.search(pattern, m) for pattern in self._expected)]
        assert not surprises, f"logged unexpectedly: {surprises}"
        assert not missing, f"never logged: {missing}"
