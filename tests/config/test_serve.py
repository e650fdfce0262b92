"""What the web server holds in memory before anybody asks for anything."""

import json
import os
import subprocess
import sys

# Dear libraries (26 MB, two thirds of a second in every process) that only signing papers and SCIM need.
SELDOM = {"aiohttp", "pyhanko", "pydantic", "scim2_models"}
SHOWN = """
import gc, json, sys, threading
import config.wsgi
loaded = sorted({name.partition(".")[0] for name in sys.modules})
print(json.dumps([loaded, gc.get_freeze_count(), threading.active_count()]))
"""


def test_what_is_seldom_needed_is_not_loaded_and_the_rest_can_be_shared_by_the_workers(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KARMAYOGI_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", SHOWN], check=True, capture_output=True, text=True,
        env=kept | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "KARMAYOGI_VAR_DIR": str(tmp_path)},
    )  # fmt: skip
    loaded, frozen, threads = json.loads(done.stdout)
    assert not SELDOM & set(loaded)
    assert frozen > 100_000
    assert threads == 1  # config/serve.py forks
