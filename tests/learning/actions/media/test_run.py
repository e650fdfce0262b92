import sys
import time

import pytest

from karmayogi.learning.actions.media.run import run
from karmayogi.learning.engine.renditions import MediaFault, Trouble

MB = 1_000_000


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", code]


def test_a_program_gets_nothing_of_ours(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    ran = run(python("import os; print(sorted(os.environ), os.getcwd())"), tmp_path, cpu=10, memory=500 * MB, most=MB)
    assert ran.code == 0
    assert b"DATABASE" not in ran.out and str(tmp_path).encode() in ran.out


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL); open('x', 'wb').write(b'x' * 3_000_000)",
    ],
)
def test_too_much_time_or_too_large_a_file(tmp_path, code):
    with pytest.raises(MediaFault) as raised:
        run(python(code), tmp_path, cpu=1, memory=500 * MB, most=MB)
    assert raised.value.trouble is Trouble.TOO_HEAVY


def test_too_much_memory_ends_the_program_not_us(tmp_path):
    ran = run(python("x = bytearray(600_000_000)"), tmp_path, cpu=10, memory=300 * MB, most=MB)
    assert ran.code and "MemoryError" in ran.errors


def test_waiting_for_ever_is_too_heavy_as_well(tmp_path, monkeypatch):
    monkeypatch.setattr("karmayogi.learning.actions.media.run._WALL", 0)
    began = time.monotonic()
    with pytest.raises(MediaFault):
        run(python("import time; time.sleep(60)"), tmp_path, cpu=1, memory=500 * MB, most=MB)
    assert time.monotonic() - began < 30
