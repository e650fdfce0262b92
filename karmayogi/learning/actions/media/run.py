"""A program in a process of its own, with limits: what it reads was made by strangers.

Between us and the program stands a starter that sets the limits and then becomes the program. Neither has our
environment, so no addresses or keys; it works in a folder that is thrown away, behind everything else in line for the
processor. What it took is told by the system, not by the program.
"""

import dataclasses
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from karmayogi.learning.engine.renditions import MediaFault, Trouble

_STARTER = (
    "import json,os,resource,sys\n"
    "for name,most in json.loads(sys.argv[1]).items(): resource.setrlimit(getattr(resource,name),(most,most))\n"
    "os.nice(10)\n"
    "os.execve(sys.argv[2],sys.argv[2:],{'HOME':os.getcwd(),'TMPDIR':os.getcwd(),'LC_ALL':'C.UTF-8','PATH':'/usr/bin:/bin'})"
)
_WALL = 6  # the clock on the wall may go so many times as fast as the processor's: the machine has other work


class Interrupted(Exception):
    """The worker is being stopped, and its programs with it: nothing is said about the file."""


@dataclasses.dataclass(frozen=True, slots=True)
class Ran:
    """out: what it wrote to its standard output. cpu_ms: processor time."""

    code: int
    out: bytes
    errors: str
    cpu_ms: int


def tool(name: str) -> str:
    """The path of a program of the system; "" where it is not installed."""
    return shutil.which(name) or ""


def run(arguments: list[str], folder: Path, *, cpu: int, memory: int, most: int) -> Ran:
    """Runs the program (its first argument is a path) in the folder. cpu: seconds; memory, most (of a file): bytes.

    Raises MediaFault where it took too much, Interrupted where somebody else ended it.
    """
    limits = {
        "RLIMIT_AS": memory, "RLIMIT_CPU": cpu, "RLIMIT_FSIZE": most, "RLIMIT_NOFILE": 256, "RLIMIT_CORE": 0,
    }  # fmt: skip
    with (folder / ".out").open("w+b") as out, (folder / ".err").open("w+b") as err:
        child = subprocess.Popen(  # noqa: S603 (paths and options are ours)
            [sys.executable, "-I", "-S", "-c", _STARTER, json.dumps(limits), *arguments],
            stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=folder, env={},
        )  # fmt: skip
        status, used, late = _wait(child, cpu * _WALL)
        out.seek(0)
        err.seek(0)
        ran = Ran(
            os.waitstatus_to_exitcode(status),
            out.read(64 * 1024 * 1024),
            err.read(20_000).decode(errors="replace"),
            int((used.ru_utime + used.ru_stime) * 1000),
        )
    if late or ran.code in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ):
        raise MediaFault(Trouble.TOO_HEAVY)
    if ran.code in (-signal.SIGTERM, -signal.SIGINT) or "received signal 15" in ran.errors:
        raise Interrupted
    return ran


def _wait(child: subprocess.Popen[bytes], seconds: int) -> tuple[int, resource.struct_rusage, bool]:
    end, pause = time.monotonic() + seconds, 0.005
    while True:
        pid, status, used = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = os.waitstatus_to_exitcode(status)  # it is fetched: nobody else may wait for it
            return status, used, False
        if time.monotonic() > end:
            child.kill()
            _pid, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            return status, used, True
        time.sleep(pause)
        pause = min(0.2, pause * 1.5)
