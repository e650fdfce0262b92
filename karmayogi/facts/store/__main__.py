"""python -m karmayogi.facts.store --home FOLDER [--memory BYTES]: the analytics process, without Django."""

import argparse
from pathlib import Path

from karmayogi.facts.store.serve import main
from karmayogi.facts.store.session import MEMORY

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--memory", type=int, default=MEMORY, help="bytes that one query may use")
    options = parser.parse_args()
    main(options.home, options.memory)
