"""CPU time of groups of processes, as the operating system counts it, in nanoseconds."""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

import psutil

_TICK = 1_000_000_000 // os.sysconf("SC_CLK_TCK")


def process_nanoseconds(pid: int) -> int:
    """User and system time of the process so far, threads that have ended included; 0 when it is gone."""
    try:
        # CLOCK_PROCESS_CPUTIME_ID of another process: (~pid << 3) | CPUCLOCK_SCHED.
        return time.clock_gettime_ns((~pid << 3) | 2)
    except OSError:
        return 0


def reaped_nanoseconds(pid: int) -> int:
    """What its children had used that have ended (in ticks of 10 ms: the kernel keeps no finer sum)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[13]) + int(fields[14])) * _TICK


def tree(pid: int) -> set[int]:
    """The process and all below it."""
    try:
        parent = psutil.Process(pid)
        return {pid} | {child.pid for child in parent.children(recursive=True)}
    except psutil.NoSuchProcess:
        return set()


class Group:
    """A parent with its children; `without` gives processes that serve the measuring itself."""

    def __init__(self, parent: int, without: Callable[[], Iterable[int]] = tuple) -> None:
        self.parent = parent
        self.without = without

    def pids(self) -> set[int]:
        return tree(self.parent) - set(self.without())


class Meter:
    """`start()`, work, `stop()`: nanoseconds used by each group in between."""

    def __init__(self, groups: dict[str, Group]) -> None:
        self.groups = groups
        self._begin: dict[str, tuple[dict[int, int], int]] = {}

    def start(self) -> None:
        self._begin = {name: self._read(group) for name, group in self.groups.items()}

    def stop(self) -> dict[str, int]:
        used = {}
        for name, group in self.groups.items():
            before, reaped_before = self._begin[name]
            after, reaped_after = self._read(group)
            alive = sum(now - before.get(pid, 0) for pid, now in after.items())
            # A child that ended is in the parent's sum with its whole life; what it had before does not count.
            ended = reaped_after - reaped_before - sum(then for pid, then in before.items() if pid not in after)
            used[name] = alive + max(0, ended)
        return used

    @staticmethod
    def _read(group: Group) -> tuple[dict[int, int], int]:
        return {pid: process_nanoseconds(pid) for pid in group.pids()}, reaped_nanoseconds(group.parent)


def proportional_set_size(pids: Iterable[int]) -> int:
    """Bytes of memory taken, shared pages divided among those who share them."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


class Peaks:
    """`with Peaks(web=pid, worker=pid) as peaks:` the most memory each process held meanwhile (VmHWM, as the kernel
    keeps it), in bytes. Processes that were there before are those of the group; what they start is `<group> child`.
    """

    def __init__(self, **parents: int) -> None:
        self.parents = parents
        self.most: dict[str, int] = {}
        self.grown: dict[str, int] = {}  # of the process of a group that grew most
        self._held: dict[int, int] = {}
        self._over = threading.Event()

    def __enter__(self) -> Self:
        self._there = {pid: name for name, parent in self.parents.items() for pid in tree(parent)}
        for pid in self._there:
            Path(f"/proc/{pid}/clear_refs").write_text("5")  # the peak begins anew
            self._held[pid] = _resident(pid, "VmRSS")
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()
        for pid, name in self._there.items():
            found = _resident(pid, "VmHWM")
            self._note(name, found)
            self.grown[name] = max(self.grown.get(name, 0), found - self._held[pid])

    def _watch(self) -> None:
        """Children are looked at again and again: a peak never falls, so only the last moment of one is missed."""
        while not self._over.wait(0.01):
            for parent, name in self._there.items():
                for child in _children(parent) - self._there.keys():
                    with contextlib.suppress(OSError):
                        # Before it runs its own program it shares the memory of who started it.
                        if Path(f"/proc/{child}/cmdline").read_bytes() != Path(f"/proc/{parent}/cmdline").read_bytes():
                            self._note(f"{name} child", _resident(child, "VmHWM"))

    def _note(self, name: str, found: int) -> None:
        self.most[name] = max(self.most.get(name, 0), found)


def _children(pid: int) -> set[int]:
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found |= {int(one) for one in task.read_text().split()}
    return found


def _resident(pid: int, field: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{field}:")), 0)
