"""Certificates of a whole country: signed and put into status lists by two processes, projected to a million.

`python -m bench.many_certificates [how many]`. Measured: facts, credential, signature, text, and one signed status list
for each 131,072 of them. Not measured: writing the rows, which `issue()` does one by one in its caller's transaction.
"""

import datetime as dt
import os
import sys
import time
from multiprocessing import get_context

CORES = 2
MILLION = 1_000_000


def sign(count: int) -> float:
    """Seconds of the clock that one process needs for that many."""
    from bench.certificates import _sign

    _sign()
    started = time.perf_counter()
    for _ in range(count):
        _sign()
    return time.perf_counter() - started


def one_list() -> float:
    """Seconds for one full status list, half of its bits set: the hardest to press together."""
    from bench.certificates import _key
    from karmayogi.credentials.engine import badge, bitstring, proofs

    bits = os.urandom(bitstring.LENGTH // 8)
    at = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)
    started = time.perf_counter()
    document = badge.status_list(
        url="https://learn.example/credentials/status/1", issuer="did:web:learn.example", issuer_name="A ministry",
        encoded=bitstring.encode(bits), at=at, until=at + dt.timedelta(days=3),
    )  # fmt: skip
    proofs.sign(document, key=_key(), method="did:web:learn.example#k", created="2026-11-20T06:30:00Z")
    return time.perf_counter() - started


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with get_context("spawn").Pool(CORES) as pool:
        taken = max(pool.map(sign, [count // CORES] * CORES))
    listed = one_list()
    lists = -(-MILLION // 131_072)
    whole = taken / count * MILLION + listed * lists
    print(f"signed: {count} in {taken:.1f} s on {CORES} processes; one status list: {listed * 1000:.1f} ms")
    print(f"projected, not measured, for {MILLION}: {whole / 60:.1f} minutes, {lists} lists included")


if __name__ == "__main__":
    main()
