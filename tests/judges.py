"""Software of others from the npm registry that says what it makes of ours; for tests alone."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

CACHE = Path(__file__).resolve().parents[1] / ".cache" / "judges"


def installed(folder: Path) -> Path:
    """Where the packages of `folder`/package-lock.json lie, installed once for each lock file, with the programs of
    `folder` beside them. Skips the test where node or the registry are out of reach."""
    npm = shutil.which("npm")
    if not shutil.which("node") or not npm:
        pytest.skip("no node on this machine")
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()[:12]
    home = CACHE / lock
    if not (home / "ready").exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(folder / name, home / name)
        done = subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=home, capture_output=True, timeout=300,
            check=False,
        )  # fmt: skip
        if done.returncode:
            pytest.skip(f"the registry is out of reach: {done.stderr.decode()[-300:]}")
        (home / "ready").touch()
    for program in folder.glob("*.mjs"):
        shutil.copy(program, home / program.name)
    return home


def ask(home: Path, program: str, question: Any) -> Any:
    """What the program answers, JSON for JSON."""
    done = subprocess.run(
        ["node", program], cwd=home, input=json.dumps(question).encode(), capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
