"""Every parser of what strangers send, in this process and without a database, many thousand inputs a second.

    python -m bench.fuzz_parsers --inputs 40000 [--seed 1] [--only scorm,jws] [--write]

Each input is a good one changed in one to four places. A parser may take it, and then what it promises is asked, or
refuse it in its own words. Anything else is a crash and ends the run with 1. An input is known by seed, parser and
number, so that each can be repeated alone. Slow parsers get a part of the inputs (`Parser.share`).
"""

import argparse
import copy
import dataclasses
import datetime as dt
import json
import os
import random
import resource
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from typing import Any
from xml.etree import ElementTree

from bench.fuzz_formats import HOSTILE, MEMBERS, REPORT
from bench.fuzz_statements import spoil
from karmayogi.kernel.markup import writable

NOW = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)
MARK = "## Parsers one by one"
# In text that is no markup; numbers that are no numbers, letters that are none, what ends a piece.
_ODD = (
    *(one.decode("latin-1") for one in HOSTILE), "=cmd|' /C calc'!A0", "\u202e", "\u0000", "\ud800", "१२", "२०२६-०२-३०",
    "9" * 400, "1e400", "-0", " ", "\r\n", "%00", "\\u0000", "--", ";", ",", '"', "Z", "+24:00", "0000-00-00",
    "9999-12-31", "::1", "[", "]", "(" * 200, "..",
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Parser:
    """seeds: good inputs: bytes, text, or JSON values, each changed as its type asks. take: parses one and asks what
    is promised of it. refuses: the product's own refusals. share: one input in so many."""

    seeds: tuple[Any, ...]
    take: Callable[[Any], object]
    refuses: tuple[type[Exception], ...] = ()
    share: int = 1


@dataclasses.dataclass(slots=True)
class Tally:
    inputs: int = 0
    taken: int = 0
    refused: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    crashes: list[str] = dataclasses.field(default_factory=list)


def changed(dice: random.Random, seed: Any) -> Any:
    """One to four places of it are others. A dict of bytes is a package of files: one or two of them are changed."""
    if isinstance(seed, bytes | str) and dice.random() < 0.01:
        return _nested(dice, seed)
    if isinstance(seed, bytes):
        if dice.random() < 0.6 and (deeper := _deeper(dice, seed)) is not None:
            return deeper
        for _ in range(dice.randint(1, 4)):
            seed = dice.choice(MEMBERS)(dice, seed)
        return seed
    if isinstance(seed, str):
        for _ in range(dice.randint(1, 4)):
            seed = _text(dice, seed)
        return seed
    if isinstance(seed, dict) and seed and all(isinstance(one, bytes) for one in seed.values()):
        made = dict(seed)
        for _ in range(dice.randint(1, 2)):
            name = dice.choice(list(made))
            if dice.random() < 0.04 and len(made) > 1:
                del made[name]
            else:
                made[name] = changed(dice, made[name])
        return made
    return spoil(seed, dice)


def _nested[T: (bytes, str)](dice: random.Random, seed: T) -> T:
    """Something in it stands deeper in itself than any reader goes."""
    piece = dice.choice(("[", '{"a":', "<d>", "(", "> ")) * 20_000
    at = dice.choice((0, dice.randrange(len(seed) + 1)))
    if isinstance(seed, bytes):
        return seed[:at] + piece.encode() + seed[at:]
    return seed[:at] + piece + seed[at:]


def _deeper(dice: random.Random, content: bytes) -> bytes | None:
    """XML that is still XML and JSON that is still JSON: else hardly any change gets past the first reading."""
    begin = content[:1]
    try:
        if begin in (b"{", b"["):
            return json.dumps(spoil(json.loads(content), dice)).encode()
        if begin == b"<":
            return _tree(dice, ElementTree.fromstring(content))  # noqa: S314 (our own seed)
    except (ValueError, ElementTree.ParseError, RecursionError):
        return None
    return None


def _tree(dice: random.Random, root: ElementTree.Element) -> bytes:
    for _ in range(dice.randint(1, 4)):
        every = list(root.iter())
        one, other = dice.choice(every), dice.choice(every)
        match dice.randrange(7):
            case 0 if one.attrib:
                del one.attrib[dice.choice(list(one.attrib))]
            case 1 if one.attrib:
                one.set(dice.choice(list(one.attrib)), _said(dice, dice.choice(list(one.attrib.values()))))
            case 2 if len(one):
                one.remove(dice.choice(list(one)))
            case 3:
                one.append(copy.deepcopy(other))
            case 4:
                one.tag = other.tag
            case 5:
                one.attrib.update(other.attrib)
            case _:
                one.text = _said(dice, other.text or "")
    return ElementTree.tostring(root, encoding="utf-8")


def _said(dice: random.Random, text: str) -> str:
    """Another text that XML can hold."""
    odd = dice.choice(_ODD) if dice.random() < 0.5 else _text(dice, text)
    return writable(odd) if dice.random() < 0.95 else ""


def _text(dice: random.Random, text: str) -> str:
    at, upto = sorted((dice.randrange(len(text) + 1), dice.randrange(len(text) + 1)))
    match dice.randrange(6):
        case 0:
            return text[:at] + text[upto:]
        case 1:
            return text[:at] + chr(dice.choice((dice.randrange(128), dice.randrange(0x3000)))) + text[at:]
        case 2:
            return text[:upto] + text[at:][:300]
        case 3:
            return text[:at] + chr(dice.randrange(32, 127)) + text[at + 1 :]
    return text[:at] + dice.choice(_ODD) + text[at:]


def once(parser: Parser, name: str, seed: int, number: int, tally: Tally) -> None:
    dice = random.Random(f"{seed}:{name}:{number}")  # noqa: S311
    given = changed(dice, dice.choice(parser.seeds)) if number else parser.seeds[0]
    tally.inputs += 1
    began = time.perf_counter()
    try:
        parser.take(given)
        tally.taken += 1
    except parser.refuses:
        tally.refused += 1
    except BaseException as error:  # a panic of a library in Rust is no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        tally.crashes.append(f"{name}, seed {seed}, number {number}\n{given!r:.600}\n{traceback.format_exc()[-1500:]}")
    took = time.perf_counter() - began
    tally.seconds += took
    tally.slowest = max(tally.slowest, took)


def run(inputs: int, seed: int, only: Iterable[str] = ()) -> dict[str, Tally]:
    """Inputs for each parser, divided by its share; the first of each is good and has to be taken."""
    from bench.fuzz_seeds import parsers

    chosen = set(only)
    tallies = {}
    for name, parser in parsers().items():
        if chosen and name not in chosen:
            continue
        tally = tallies[name] = Tally()
        for number in range(max(1, inputs // parser.share)):
            once(parser, name, seed, number, tally)
            if number == 0 and not tally.taken and not tally.crashes:
                tally.crashes.append(f"{name}: the good input was refused")
        print(row(name, tally), file=sys.stderr, flush=True)
    return tallies


def as_table(tallies: dict[str, Tally]) -> str:
    lines = ["| parser | inputs | taken | refused | crashes | a second | slowest |", "|---|" + "---:|" * 6]
    return "\n".join([*lines, *(row(name, one) for name, one in tallies.items())])


def row(name: str, one: Tally) -> str:
    return (
        f"| {name} | {one.inputs:,} | {one.taken:,} | {one.refused:,} | {len(one.crashes)} "
        f"| {one.inputs / max(one.seconds, 1e-9):,.0f} | {one.slowest * 1000:.0f} ms |"
    )


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--inputs", type=int, default=40_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", default="", help="names, with commas")
    arguments.add_argument("--write", action="store_true", help=f"also write the table into {REPORT}")
    given = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    began = time.monotonic()
    tallies = run(given.inputs, given.seed, filter(None, given.only.split(",")))
    took = time.monotonic() - began
    total = sum(one.inputs for one in tallies.values())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = f"{total:,} inputs in {took:,.0f} s, one process, seed {given.seed}; most memory {memory:.0f} MB."
    print(as_table(tallies), told, sep="\n\n")
    crashes = [one for tally in tallies.values() for one in tally.crashes]
    for tally in tallies.values():
        print(*tally.crashes[:3], sep="\n\n", file=sys.stderr)
    if given.write:
        before = REPORT.read_text().partition(f"\n{MARK}")[0].rstrip()
        REPORT.write_text(
            f"{before}\n\n{MARK}\n\n"
            "Written by `python -m bench.fuzz_parsers --write`: the parser itself, in process and without a database.\n"
            "A crash is anything but a result that keeps what it promises or the product's own refusal.\n\n"
            f"{as_table(tallies)}\n\n{told}\n"
        )
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
