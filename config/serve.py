"""The web server: granian, as its own command line would start it, but with the application imported once.

Its workers are forked from a process that has everything imported and frozen (config/wsgi.py), so that they share that
memory, and a start or a worker that died costs one import less each.
"""

import argparse
import importlib
import os
from collections.abc import Callable
from typing import Any

# Before numpy: threads of a library would not live on in the forked workers, which have their own two anyway.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from karmayogi.kernel.web.crowd import THREADS

# Connections that a worker holds open, most of them at rest between two clicks; and how many more the kernel keeps
# until one is accepted. Who waits to be answered waits in kernel/web/crowd.py.
CONNECTIONS, BACKLOG = 2048, 4096


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("application", nargs="?", default="config.wsgi:application")
    given = arguments.parse_args()
    module, _colon, name = given.application.partition(":")
    application = getattr(importlib.import_module(module), name)

    def loaded(_target: str) -> Callable[..., Any]:
        return application

    Granian(
        given.application, address="127.0.0.1", port=given.port, interface=Interfaces.WSGI, workers=given.workers,
        blocking_threads=THREADS, blocking_threads_idle_timeout=600, backpressure=CONNECTIONS, backlog=BACKLOG,
        http1_settings=HTTP1Settings(), log_level=LogLevels.warning,
        workers_kill_timeout=5, respawn_failed_workers=True,
    ).serve(target_loader=loaded)  # fmt: skip


if __name__ == "__main__":
    main()
