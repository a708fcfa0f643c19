"""Runs commands without a network, so that a build shows by itself that it needs none."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Sequence

NOWHERE = "http://127.0.0.1:9"
"""A proxy that nobody is: the port of the old discard service."""


def words(command: Sequence[str]) -> list[str]:
    """The command, in a network of its own that leads nowhere where the system allows that."""
    return [*_wrapper(), *command]


def environment() -> dict[str, str]:
    """The environment for it: pip asks no index, whatever its settings say, and proxies lead nowhere."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("PIP_", "UV_"))}
    for name in ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy"):
        kept[name] = kept[name.upper()] = NOWHERE
    for name in ("no_proxy", "NO_PROXY"):
        kept.pop(name, None)
    return kept | {
        "PIP_NO_INDEX": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
    }


def is_enforced() -> bool:
    """Whether the system itself keeps the commands from the network, and not their settings alone."""
    return bool(_wrapper())


@functools.cache
def _wrapper() -> tuple[str, ...]:
    if sys.platform != "linux":
        return ()
    for wrapper in (("unshare", "--net", "--"), ("unshare", "--map-current-user", "--net", "--")):
        try:
            done = subprocess.run([*wrapper, "true"], capture_output=True, check=False)
        except FileNotFoundError:
            return ()
        if done.returncode == 0:
            return wrapper
    return ()
