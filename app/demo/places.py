"""Where the demo lives on this computer, and as whom its PostgreSQL runs."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from app.core.demo_messages import DEMO_CLOSED_FOLDER, DEMO_NO_ACCOUNT, DEMO_NO_SOCKET_FOLDER
from app.core.errors import DemoUnavailable
from app.settings import DEMO_DIR

_ROOT_FOLDER = Path("/var/lib/sweep/demo")
_SOCKET_NAME = "/.s.PGSQL.5432"
_SOCKET_PATH_BYTES = 103
"""What `sockaddr_un.sun_path` holds on macOS, without the final zero; Linux has four more."""


def default_demo_dir(environment: Mapping[str, str]) -> Path:
    """The folder of the demo: `SWEEP_DEMO_DIR`, else `demo` in the user's data folder.

    Root's is /var/lib/sweep/demo: PostgreSQL refuses to run as root, and the account that it runs as may
    not enter root's home.
    """
    named = environment.get(DEMO_DIR)
    if named:
        return Path(named).expanduser().absolute()
    if service_account() is not None:
        return _ROOT_FOLDER
    return platformdirs.user_data_path("Sweep", appauthor=False) / "demo"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the operating system without rights."""

    name: str
    user_id: int
    group_id: int
    home: Path


def service_account() -> Account | None:
    """The account that PostgreSQL runs as when this process is root's; None means as ourselves.

    It is `nobody`, which every system has: making an account for a demo would be too much. Raises
    DemoUnavailable where it is missing.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd  # there is none on Windows

    try:
        entry = pwd.getpwnam("nobody")
    except KeyError as error:
        raise DemoUnavailable(DEMO_NO_ACCOUNT) from error
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, Path(pwd.getpwuid(0).pw_dir))


def closed_parents(folder: Path) -> Iterator[Path]:
    """The folders above `folder` that others may not pass through."""
    for parent in folder.resolve().parents:
        if not parent.stat().st_mode & stat.S_IXOTH:
            yield parent


def let_pass(folder: Path, account: Account) -> None:
    """Lets `account` pass through the folders above `folder`; it still cannot list them.

    Raises DemoUnavailable where that would open root's home.
    """
    home = account.home.resolve()
    for parent in closed_parents(folder):
        if parent == home:
            raise DemoUnavailable(DEMO_CLOSED_FOLDER.format(role=account.name, place=parent, code=DEMO_DIR))
        parent.chmod(parent.stat().st_mode | stat.S_IXOTH)


def mark(cluster: Path) -> str:
    """A short name for a data folder of PostgreSQL, another one once the folder was removed and made again:
    the server of a removed folder lives for another minute, and must not be taken for the new one's.

    Raises OSError where there is no such folder.
    """
    return hashlib.sha256(os.fsencode(cluster.resolve()) + b"%d" % cluster.stat().st_ino).hexdigest()[:12]


def socket_folder(cluster: Path, account: Account | None) -> Path:
    """A private folder for the socket of the server of `cluster`; its path is short, whatever that one is.

    Raises DemoUnavailable where there is none, and OSError where it cannot be made.
    """
    for base in _bases():
        owned = base / f"sweep-{os.geteuid()}"
        folder = owned / mark(cluster)
        if len(os.fsencode(folder)) + len(_SOCKET_NAME) > _SOCKET_PATH_BYTES:
            continue
        if account is not None and any(closed_parents(owned)):
            continue
        if not _private(owned, 0o700 if account is None else 0o711):
            continue
        folder.mkdir(mode=0o700, exist_ok=True)
        if account is not None:
            os.chown(folder, account.user_id, account.group_id)
        return folder
    raise DemoUnavailable(DEMO_NO_SOCKET_FOLDER)


def _bases() -> Iterator[Path]:
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_dir():
        yield Path(runtime)
    yield Path(tempfile.gettempdir())
    yield Path("/tmp")


def _private(folder: Path, mode: int) -> bool:
    """Makes `folder`, or checks that the one that is there is ours: in a shared folder for temporary
    files somebody else may have made it first."""
    try:
        folder.mkdir(mode=mode)
    except FileExistsError:
        pass
    except OSError:
        return False
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        return False
    folder.chmod(mode)
    return True
