"""Before anything starts: what stands in the way is said in one clear line. And what `make demo-reset` deletes."""

import fcntl
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]


def load(name: str) -> ModuleType:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(f"script_{name}", ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def up(var: Path, *flags: str, **given: str) -> tuple[int, list[str]]:
    """scripts/up.py to its end; the lines it said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KARMAYOGI_", "DJANGO_"))}
    kept.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "scripts/up.py", *flags], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        env=kept | {"KARMAYOGI_MODE": "dev", "KARMAYOGI_VAR_DIR": str(var)} | given,
    )  # fmt: skip
    return done.returncode, (done.stdout + done.stderr).splitlines()


def test_a_port_in_use_is_one_clear_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.listen()
        code, said = up(tmp_path, KARMAYOGI_PORT=str(port))
    assert (code, said) == (1, [f"up: port {port} is in use; choose another: make up KARMAYOGI_PORT=8010"])
    assert not (tmp_path / "postgres").exists(), "no database was begun for nothing"


def test_a_copy_that_runs_already_is_one_clear_line(tmp_path):
    with (tmp_path / "up.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        code, said = up(tmp_path)
    assert code == 1
    assert len(said) == 1
    assert "already running" in said[0]


# Demo-reset ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"KARMAYOGI_DEMO": "false"}, "demo-reset: only for a demonstration copy"),
        (
            {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
            "demo-reset: DATABASE_URL is set; empty that database yourself, nothing here drops it",
        ),
    ],
)
def test_a_copy_that_is_no_demonstration_or_has_a_database_of_its_own_is_never_emptied(tmp_path, given, line):
    (tmp_path / "files").mkdir()
    code, said = up(tmp_path, "--reset", "--once", KARMAYOGI_PORT="18977", **given)
    assert (code, said) == (1, [line])
    assert (tmp_path / "files").exists()


class Cluster:
    """Stands where the embedded database stands; keeps what it was asked."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.asked: list[str] = []

    def remove(self) -> None:
        self.asked.append("remove")

    def start(self) -> None:
        self.asked.append("start")

    def stop(self) -> None:
        self.asked.append("stop")


@pytest.mark.parametrize(("reset", "asked"), [(True, ["remove", "start", "stop"]), (False, ["start", "stop"])])
def test_demo_reset_deletes_this_copy_prepares_it_and_starts_nothing(tmp_path, monkeypatch, reset, asked):
    script = load("up")
    monkeypatch.setattr(script, "VAR", tmp_path)
    monkeypatch.setattr(script, "EmbeddedPostgres", Cluster)
    monkeypatch.setattr(
        script, "env", SimpleNamespace(demo=True, mode="dev", port=18978, web_workers=1, database_url="", shared_dir="")
    )
    monkeypatch.setattr(script.signal, "signal", lambda *_given: None)
    monkeypatch.setattr(script.Supervisor, "_prepare", lambda _self: 0 if reset else 7)
    started: list[str] = []
    monkeypatch.setattr(script.Supervisor, "_spawn", lambda _self, name, _command: started.append(name))
    for name in ("files", "keys", "mail", "sms", "facts", "packs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text("x")
    supervisor = script.Supervisor()
    # Without --reset nothing is deleted, and a set-up that failed is the answer of the command.
    assert supervisor.run(reset=reset, once=True) == (0 if reset else 7)
    assert supervisor.postgres.asked == asked
    assert started == []
    left = {name for name in ("files", "keys", "mail", "sms", "facts", "packs") if (tmp_path / name).exists()}
    assert left == ({"packs"} if reset else {"files", "keys", "mail", "sms", "facts", "packs"})


def test_the_rest_goes_on_when_the_store_of_facts_keeps_dying_and_not_when_the_web_does(monkeypatch):
    script = load("up")
    said: list[str] = []
    monkeypatch.setattr(script, "say", said.append)
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(script.time, "monotonic", lambda: clock.now)
    supervisor = script.Supervisor.__new__(script.Supervisor)
    supervisor.commands, supervisor.deaths, supervisor.stopping = {}, {}, False
    dead = SimpleNamespace(poll=lambda: 1)
    started: list[str] = []
    supervisor._spawn = lambda name, _command: started.append(name)
    supervisor.children = {"facts": dead}
    supervisor.commands = {"facts": [], "web": []}
    for _ in range(20):
        supervisor._watch()
    assert (started, supervisor.stopping) == (["facts"] * 5, False)
    clock.now += 61
    supervisor._watch()
    assert len(started) == 6
    supervisor.children = {"web": dead}
    for _ in range(6):
        supervisor._watch()
    assert supervisor.stopping


def test_the_makefile_asks_for_both():
    rule = (ROOT / "Makefile").read_text().partition("demo-reset:")[2].partition("\n\n")[0]
    assert "scripts/up.py --reset --once" in rule


# Python -------------------------------------------------------------------------------------------------------------


def program(place: Path, name: str, text: str) -> None:
    place.mkdir(exist_ok=True)
    (place / name).write_text(f"#!/bin/sh\n{text}\n")
    (place / name).chmod(0o755)


def bootstrap(place: Path, **given: str) -> tuple[int, list[str]]:
    """scripts/bootstrap of a copy without .venv, with nothing on PATH but what the test put there."""
    (place / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "bootstrap", place / "scripts" / "bootstrap")
    for name in ("dirname", "sed", "rm"):
        (place / "bin" / name).symlink_to(shutil.which(name) or "")
    done = subprocess.run(
        [shutil.which("sh") or "/bin/sh", "scripts/bootstrap"], cwd=place, capture_output=True, text=True, timeout=60,
        check=False, env={"PATH": str(place / "bin")} | given,
    )  # fmt: skip
    return done.returncode, (done.stdout + done.stderr).splitlines()


OLD = 'case $1 in --version) echo "Python 3.11.2";; *) echo 3.11; echo /usr/bin/python3;; esac'
LINE = (
    "bootstrap: this needs Python 3.13 (found: Python 3.11.2). Install it, or say where it is: "
    "make up PYTHON=/path/to/python3.13"
)


def test_an_old_python_is_one_clear_line(tmp_path):
    program(tmp_path / "bin", "python3", OLD)
    program(tmp_path / "bin", "python3.13", "echo 'python3.13: version not set' >&2; exit 126")  # of a version manager
    assert bootstrap(tmp_path, PYTHON=str(tmp_path / "not-there")) == (1, [LINE])
    assert not (tmp_path / ".venv").exists()


def test_no_python_at_all_is_one_clear_line(tmp_path):
    (tmp_path / "bin").mkdir()
    assert bootstrap(tmp_path) == (1, [LINE.replace("Python 3.11.2", "no python3")])


def test_a_python_without_venv_says_what_to_install(tmp_path):
    fit = 'case $1 in -m) exit 1;; *) echo 3.13; echo "$0";; esac'
    program(tmp_path / "bin", "python3", fit)
    code, said = bootstrap(tmp_path)
    assert code == 1
    assert said == [f"bootstrap: '{tmp_path}/bin/python3 -m venv' failed. On Debian: apt-get install python3-venv"]


def test_with_uv_an_old_python_is_no_hindrance(tmp_path):
    """uv finds or fetches 3.13 by itself; it is asked for that version, and for the locked packages with hashes."""
    program(tmp_path / "bin", "python3", OLD)
    program(tmp_path / "bin", "uv", f'echo "$@" >> {tmp_path}/asked')
    assert bootstrap(tmp_path, UV_PYTHON="/elsewhere") == (0, [])
    _version, venv, packages = (tmp_path / "asked").read_text().splitlines()
    assert venv == "venv -q --clear --python 3.13 .venv"
    assert packages.endswith("--python .venv/bin/python --require-hashes requirements.lock")


# Chromium -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """browser(uid) runs scripts/browser.py as that user, with the programs of tmp_path/bin only."""
    script = load("browser")
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    def run(uid: int) -> int:
        monkeypatch.setattr(script.os, "geteuid", lambda: uid)
        return script.main()

    return run


@pytest.mark.parametrize("uid", [0, 1000])
def test_a_chromium_that_is_there_is_enough(browser, tmp_path, capfd, uid):
    program(tmp_path / "bin", "chromium", "exit 1")
    assert browser(uid) == 0
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("uid", "apt"), [(1000, True), (0, False)])
def test_who_may_not_or_cannot_install_it_is_told_how(browser, tmp_path, capfd, uid, apt):
    if apt:
        program(tmp_path / "bin", "apt-get", f"echo called >> {tmp_path}/asked")
    assert browser(uid) == 1
    assert capfd.readouterr().err == (
        "browser: the journeys need Chromium. On Debian: sudo apt-get install chromium fonts-noto-core\n"
    )
    assert not (tmp_path / "asked").exists()


def test_root_gets_it_installed(browser, tmp_path, capfd):
    program(tmp_path / "bin", "apt-get", f'echo "$DEBIAN_FRONTEND $@" >> {tmp_path}/asked')
    assert browser(0) == 0
    assert "installing Chromium" in capfd.readouterr().out
    assert (tmp_path / "asked").read_text().splitlines() == [
        "noninteractive update -qq",
        "noninteractive install -y -qq chromium fonts-noto-core",
    ]


def test_an_installation_that_fails_is_said(browser, tmp_path, capfd):
    program(tmp_path / "bin", "apt-get", "exit 100")
    assert browser(0) == 1
    assert capfd.readouterr().err == (
        "browser: 'apt-get update -qq' failed; install Chromium by hand and run make test again\n"
    )
