"""What the button of a film does with what was played while a report was under way."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("statuses", "last", "submitted", "said"),
    [
        ([200], [20, 50], 1, "saved"),
        ([200, 200, 503], [20, 50], 0, "offline"),
        ([401], [0, 20], 0, "sign in"),
    ],
)
def test_the_form_goes_once_everything_played_has_arrived(statuses, last, submitted, said):
    node = shutil.which("node")
    if not node:
        pytest.skip("no node on this machine")
    script = finders.find("learning/progress.js")
    done = subprocess.run(
        [node, HERE / "finish.mjs", Path(script).parent, *map(str, statuses)], capture_output=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert (found["submitted"], found["said"]) == (submitted, said)
    assert found["watched"][-1] == [last]
