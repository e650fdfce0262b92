"""Makes sure that a Chromium is there for the journeys; installs Debian's when running as root, else says how."""

import os
import shutil
import subprocess
import sys


def main() -> int:
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("browser: installing Chromium for the browser journeys (apt-get install chromium) ...", flush=True)
        steps = [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-core"]]
        for step in steps:
            if subprocess.run(step, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, check=False).returncode:
                print(
                    f"browser: '{' '.join(step)}' failed; install Chromium by hand and run make test again",
                    file=sys.stderr,
                )
                return 1
        return 0
    print(
        "browser: the journeys need Chromium. On Debian: sudo apt-get install chromium fonts-noto-core", file=sys.stderr
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
