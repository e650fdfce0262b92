"""Certificates of a whole country: signed and put into status lists by two processes, projected to a million.

`python -m bench.many_certificates [how many] [--write]`. Measured: facts, credential, signature, text, and one signed
status list for each 131,072 of them. Not measured: writing the rows, which `issue()` does one by one in its caller's
transaction.
"""

import argparse
import datetime as dt
import os
import time
from multiprocessing import get_context

CORES = 2
MILLION = 1_000_000
METHOD = """
Facts, credential, signature and text of each certificate, in two processes at once; then a status list with half of its
bits set, the hardest to press together, signed. The million is reckoned from the processor time of these on two cores
that do nothing else, not waited for. Writing the rows is not in it: `issue()` writes them one by one in the transaction
of whoever completes. The page that verifies is a row of `small.md` and `large.md` (time of the server, bytes).
""".strip()


def sign(count: int) -> tuple[float, float]:
    """Seconds of the clock, and of the processor, that one process needs for that many."""
    from bench.certificates import _sign

    _sign()
    started, used = time.perf_counter(), time.process_time()
    for _ in range(count):
        _sign()
    return time.perf_counter() - started, time.process_time() - used


def one_list() -> float:
    """Seconds of the processor for one full status list, half of its bits set: the hardest to press together."""
    from bench.certificates import _key
    from karmayogi.credentials.engine import badge, bitstring, proofs

    bits = os.urandom(bitstring.LENGTH // 8)
    at = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)
    started = time.process_time()
    document = badge.status_list(
        url="https://learn.example/credentials/status/1", issuer="did:web:learn.example", issuer_name="A ministry",
        encoded=bitstring.encode(bits), at=at, until=at + dt.timedelta(days=3),
    )  # fmt: skip
    proofs.sign(document, key=_key(), method="did:web:learn.example#k", created="2026-11-20T06:30:00Z")
    return time.process_time() - started


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m bench.many_certificates", description=__doc__)
    arguments.add_argument("count", nargs="?", type=int, default=20_000)
    arguments.add_argument("--write", action="store_true", help="into docs/benchmarks/credentials.md")
    options = arguments.parse_args()
    count = options.count
    with get_context("spawn").Pool(CORES) as pool:
        done = pool.map(sign, [count // CORES] * CORES)
    taken, used = max(clock for clock, _cpu in done), sum(cpu for _clock, cpu in done)
    listed = one_list()
    lists = -(-MILLION // 131_072)
    whole = (used / count * MILLION + listed * lists) / CORES / 60
    lines = [
        [f"{count:,} credentials signed by {CORES} processes, by the clock", f"{taken:.1f} s", "", None],
        ["— processor time of it", f"{used:.1f} s", "", None],
        ["One full status list, signed, processor time", f"{listed * 1000:.1f} ms", "", None],
        [f"{MILLION:,} with their {lists} lists, on {CORES} cores", f"{whole:.1f} min", "≤ 20 min", whole <= 20],
    ]
    if options.write:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
        import django

        django.setup()
        from bench import report

        print(
            report.write_figures("credentials", "credentials of a country", ["None: facts are made up."], lines, METHOD)
        )
    else:
        for line in lines:
            print(" | ".join(str(cell) for cell in line))


if __name__ == "__main__":
    main()
