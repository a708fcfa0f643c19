"""What other programs get of this one's environment: what a program needs to run, and none of the secrets
that stand there too (passwords, keys, addresses of databases), whatever they are called."""

from __future__ import annotations

import os
import sys

_NAMES = {
    *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TZ", "LANG", "LANGUAGE", "TMPDIR", "TMP", "TEMP"),
    *("DISPLAY", "XAUTHORITY", "BROWSER", "SESSION_MANAGER", "VIRTUAL_ENV"),
    *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE", "APPDATA", "LOCALAPPDATA"),
    *("PROGRAMDATA", "PROGRAMFILES", "HOMEDRIVE", "HOMEPATH", "USERNAME", "COMPUTERNAME"),
}
_BEGINNINGS = (
    *("LC_", "LD_", "DYLD_", "PYTHON"),
    *("XDG_", "WAYLAND_", "DBUS_SESSION_", "DESKTOP_", "GNOME_", "GTK_", "KDE_", "QT_"),
)

_KEYRING = "PYTHON_KEYRING"
"""How variables begin that configure a keyring, its password among them."""


def clean_environment() -> dict[str, str]:
    """The environment for another program: one that this one starts, or that the desktop starts for it."""
    return {name: value for name, value in os.environ.items() if _is_harmless(name)}


def _is_harmless(name: str) -> bool:
    plain = name.upper() if sys.platform == "win32" else name
    return plain in _NAMES or (plain.startswith(_BEGINNINGS) and not plain.startswith(_KEYRING))
