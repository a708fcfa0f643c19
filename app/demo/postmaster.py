"""The running server of a data folder, as its `postmaster.pid` tells."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from app.core.demo_messages import DEMO_NO_PSUTIL
from app.core.errors import DemoUnavailable
from app.demo.places import mark

USER = "postgres"
_FILE = "postmaster.pid"
_READY = "ready"


@dataclass(frozen=True, slots=True)
class Postmaster:
    """The lines of `postmaster.pid` that matter here.

    Source: PostgreSQL, src/include/utils/pidfile.h.
    """

    process_id: int
    port: int
    socket_folder: str
    host: str
    is_ready: bool

    @classmethod
    def read(cls, cluster: Path) -> Postmaster | None:
        """None where no server was started, or where it has not got far enough to be reached."""
        try:
            lines = (cluster / _FILE).read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return None
        if len(lines) < 8:
            return None
        process_id, _, _, port, socket_folder, host, _, status = (line.strip() for line in lines[:8])
        return cls(int(process_id), int(port), socket_folder, host, status == _READY)

    def url(self, database: str) -> str:
        """The address of a database of this server. An address in the environment (PGHOSTADDR, a service)
        would count more than a host: the empty one takes its place, or the demo would be another server."""
        name = quote(database, safe="")
        if self.socket_folder:
            place = f"host={quote(self.socket_folder, safe='')}&port={self.port}"
            return f"postgresql://{USER}@/{name}?{place}&hostaddr="
        return f"postgresql://{USER}@{self.host}:{self.port}/{name}?hostaddr="


def mark_setting(cluster: Path) -> str:
    """The setting by which the server of `cluster` is known among the processes."""
    return f"cluster_name=sweep-{mark(cluster)}"


def is_running(cluster: Path) -> bool:
    """Whether the process named in `postmaster.pid` is really the server of this data folder.

    After a crash the number may long be that of another process, which must not be taken for the server,
    and still less be signalled. The server has its folder's mark among its arguments; to ask for its current
    folder instead, root would need a right that it lacks in a container. Raises DemoUnavailable where the
    installation came without the demo's packages.
    """
    try:
        import psutil  # type: ignore[import-untyped]  # it comes with the wheel, which may be missing
    except ModuleNotFoundError as error:
        raise DemoUnavailable(DEMO_NO_PSUTIL) from error

    try:
        process = psutil.Process(int((cluster / _FILE).read_text(encoding="utf-8").split("\n", 1)[0]))
        return process.name().startswith("postgres") and mark_setting(cluster) in process.cmdline()
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def forget(cluster: Path) -> None:
    """Removes the `postmaster.pid` of a server that does not run: it could keep the next from starting."""
    (cluster / _FILE).unlink(missing_ok=True)
