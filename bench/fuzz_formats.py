"""Broken and hostile files against every reader of courses and questions.

    python -m bench.fuzz_formats --inputs 20000 --seconds 300 [--seed 1] [--write]

Each input is a seed changed in one to four places: bytes of the packed archive, bytes or names of its files, XML cut,
doubled, nested or filled with what attackers write. A reader may understand it or refuse it (CourseFault,
PackageFault). Anything else is a crash; so is a plan that breaks what every plan promises. Readers run in this process,
without the limits of the child that they have in the product, so that a crash is seen.
"""

import argparse
import collections
import dataclasses
import random
import re
import resource
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from karmayogi.assessment.engine import question_file
from karmayogi.kernel.markup import TooDeep
from karmayogi.learning.actions.exchange.read_archive import READERS, _Answer, encoded, into_folder, understand
from karmayogi.learning.engine.exchange import own_form
from karmayogi.learning.engine.zip_policy import PackageFault
from karmayogi.learning.types import CourseFault, CoursePlan
from tests.learning import foreign

QTI = "karmayogi.assessment.engine.exchange.qti"
# A picture has a name, and nothing but that and its description.
_RUNS = re.compile(
    r"""<(script|svg|iframe|object|style|img(?! src="picture:[a-z0-9._-]+" alt="[^"<>]*">))"""
    r"""|href=.\s*(javascript|data|vbscript|file|picture):""",
    re.IGNORECASE,
)
REPORT = Path("docs/benchmarks/fuzz.md")
HOSTILE = (
    b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', b"&xxe;", b"<script>alert(1)</script>",
    b"../../etc/passwd", b"\x00", b"\xff\xfe", b"999999999999999999999", b"-1", b"nan", b"1e309", "²".encode(),
    "٣".encode(), b"]]>", b"<![CDATA[", b"$@NULL@$", b"javascript:alert(1)", b"<svg onload=alert(1)>", b'"', b"'",
    b"<a/>" * 200, b"<d>" * 80, b"{}", b"[[[[", b"null", b"\xed\xa0\x80", b"<a href='//evil.example'>x</a>",
)  # fmt: skip


@dataclasses.dataclass(slots=True)
class Tally:
    inputs: int = 0
    understood: int = 0
    refused: int = 0
    crashes: list[str] = dataclasses.field(default_factory=list)
    slowest: float = 0.0
    reasons: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)


def seeds() -> dict[str, foreign.Files]:
    """One course of each format; that of our own form is made from the plan of another."""
    found = foreign.all_of_them()
    plan = understand(found["markdown-quiz"], READERS)
    return found | {"karmayogi": dict(own_form.write(plan, questions=True))}


def cut(dice: random.Random, content: bytes) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def flip(dice: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def insert(dice: random.Random, content: bytes) -> bytes:
    at = dice.randrange(len(content) + 1)
    return content[:at] + dice.choice(HOSTILE) + content[at:]


def swap(dice: random.Random, content: bytes) -> bytes:
    """A piece of the file in another place of it: tags where they do not belong."""
    if len(content) < 4:
        return content
    a, b = sorted(dice.sample(range(len(content)), 2))
    at = dice.randrange(len(content))
    return content[:at] + content[a : min(b, a + 400)] + content[at:]


def retag(dice: random.Random, content: bytes) -> bytes:
    """One word between quotes or angles becomes another of the same file."""
    words = [
        word for word in content.replace(b"<", b" ").replace(b">", b" ").replace(b'"', b" ").split() if len(word) > 1
    ]
    if not words:
        return content
    return content.replace(dice.choice(words), dice.choice([*words, *HOSTILE]), dice.choice((1, -1)))


MEMBERS: tuple[Callable[[random.Random, bytes], bytes], ...] = (cut, flip, insert, insert, swap, retag, retag)


def mutated(dice: random.Random, files: foreign.Files) -> foreign.Files:
    changed = dict(files)
    for _ in range(dice.randint(1, 4)):
        name = dice.choice(list(changed))
        what = dice.random()
        if what < 0.08 and len(changed) > 1:
            del changed[name]
        elif what < 0.14:
            changed[dice.choice(list(files))] = changed[name]
        elif what < 0.18:
            changed[dice.choice(("../x", "a/" * 60 + "x", "en/x.md", "course.json", name + "/x", "\u202ex.xml"))] = (
                changed[name]
            )
        else:
            changed[name] = dice.choice(MEMBERS)(dice, changed[name])
    return changed


def promises(plan: CoursePlan) -> None:
    """What every plan keeps, whatever was read."""
    assert plan.parts and plan.titles["en"]
    assert len({part.key for part in plan.parts}) == len(plan.parts)
    for part in plan.parts:
        assert "en" in part.variants and 1 <= part.minutes <= 6000, part
        for variant in part.variants.values():
            assert len(variant.title) <= 250
            assert not _RUNS.search(variant.html), variant.html
        if part.questions and plan.format != own_form.FORMAT:
            assert part.quiz is not None and 1 <= part.quiz.draw <= len(part.questions)
            question_file.read(part.questions)
    encoded(_Answer(plan))


def once(tally: Tally, name: str, run: Callable[[], CoursePlan]) -> None:
    tally.inputs += 1
    began = time.perf_counter()
    try:
        promises(run())
        tally.understood += 1
    except (CourseFault, PackageFault, TooDeep) as refusal:
        tally.refused += 1
        tally.reasons[str(getattr(refusal, "why", None) or getattr(refusal, "fault", ""))] += 1
    except Exception:
        if len(tally.crashes) < 20:
            tally.crashes.append(f"{name}: {traceback.format_exc()[-1500:]}")
        else:
            tally.crashes.append(name)
    tally.slowest = max(tally.slowest, time.perf_counter() - began)


def packed(dice: random.Random, name: str, files: foreign.Files, folder: Path) -> CoursePlan:
    """Through the unpacking, with bytes of the archive itself changed."""
    content = foreign.archive(name, mutated(dice, files) if dice.random() < 0.5 else files)
    for _ in range(dice.randint(0, 3)):
        content = dice.choice((flip, cut, insert))(dice, content)
    with tempfile.TemporaryDirectory(dir=folder) as place, tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        return understand(into_folder(file, Path(place)), [QTI, *READERS])


def run(inputs: int, seconds: float, seed: int) -> dict[str, Tally]:
    dice = random.Random(seed)  # noqa: S311
    courses = seeds()
    tallies = {name: Tally() for name in courses} | {"archives": Tally()}
    end = time.monotonic() + seconds
    names = list(courses)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(inputs):
            if time.monotonic() > end:
                break
            name = names[number % len(names)]
            if number % 9 == 8:
                once(tallies["archives"], name, lambda: packed(dice, name, courses[name], Path(folder)))  # noqa: B023
            else:
                changed = mutated(dice, courses[name])
                once(tallies[name], name, lambda: understand(changed, [QTI, *READERS]))  # noqa: B023
    return tallies


def as_table(tallies: dict[str, Tally]) -> str:
    lines = ["| seeds | inputs | understood | refused | crashes | slowest |", "|---|---:|---:|---:|---:|---:|"]
    for name, one in tallies.items():
        lines.append(
            f"| {name} | {one.inputs:,} | {one.understood:,} | {one.refused:,} | {len(one.crashes)} "
            f"| {one.slowest * 1000:.0f} ms |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help=f"also write {REPORT}")
    given = parser.parse_args()
    began = time.monotonic()
    tallies = run(given.inputs, given.seconds, given.seed)
    took = time.monotonic() - began
    table = as_table(tallies)
    total = sum(one.inputs for one in tallies.values())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = f"{total:,} inputs in {took:.0f} s, one process, seed {given.seed}; most memory {memory:.0f} MB."
    print(table, told, sep="\n\n")
    for one in tallies.values():
        for crash in one.crashes[:5]:
            print(crash)
    if given.write:
        REPORT.write_text(
            "# Fuzzing\n\n## Formats of courses and questions\n\n"
            "Written by `python -m bench.fuzz_formats --write`. Seeds are small made-up courses of each format\n"
            "(`tests/learning/foreign.py`), changed in one to four places; `archives` changes the packed bytes too.\n"
            "A crash is anything but a plan that keeps its promises or a refusal.\n\n" + table + "\n\n" + told + "\n"
        )


if __name__ == "__main__":
    main()
