"""The child process: limits, no environment, and only its answer comes back."""

import os
import subprocess
import sys

import pytest

from karmayogi.learning.actions import unpack as module
from karmayogi.learning.actions.unpack import unpack
from karmayogi.learning.engine.zip_policy import Fault, PackageFault
from tests.learning.conftest import package


def fault_of(content, folder):
    with pytest.raises(PackageFault) as found:
        unpack(content, folder)
    return found.value.fault


def test_what_it_hands_over(tmp_path):
    found = unpack(package(), tmp_path)
    assert (found.manifest.standard, found.files) == ("scorm12", 3)
    assert [item.identifier for item in found.manifest.items] == ["a", "h", "b"]
    assert found.bytes == sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())


def inside(tmp_path, code):
    """What that code prints in a child with the limits, started as `unpack` starts one."""
    start = (
        "import sys; sys.path.insert(0, sys.argv[1]); from karmayogi.learning.actions import unpack\n"
        f"unpack.limit_myself()\n{code}"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-c", start, str(module._ROOT)], env={}, capture_output=True, cwd=tmp_path
    )
    return done.stdout.decode() + done.stderr.decode()


def test_memory_has_an_end_and_no_framework_is_loaded(tmp_path):
    assert "MemoryError" in inside(tmp_path, "bytes(200 * 1024 * 1024)")
    assert inside(tmp_path, "print('django' in sys.modules)") == "False\n"


def test_nothing_of_our_environment_is_there(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    assert "DATABASE_URL" in os.environ
    assert "secret" not in inside(tmp_path, "import os; print(dict(os.environ))")


def test_too_heavy_is_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 0.001)
    assert fault_of(package(), tmp_path) is Fault.TOO_HEAVY


def test_a_child_that_the_kernel_ends_is_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_START", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert fault_of(package(), tmp_path) is Fault.TOO_HEAVY


def test_a_child_that_breaks_is_a_fault_of_ours_and_says_why(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_START", "raise RuntimeError('broken inside')")
    with pytest.raises(RuntimeError, match="broken inside"):
        unpack(package(), tmp_path)
