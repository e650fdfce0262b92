"""`python -m bench.fuzz_statements --inputs N`: throws broken statements, JSON, multipart bodies and signatures at the
engine and counts what it does not answer with a plain refusal. Ends with 1 if there was any; each can be repeated.
With --speed: how many typical statements one core checks, prepares and reads in a second.
"""

import argparse
import json
import random
import sys
import time
import traceback
import uuid
from typing import Any

from karmayogi.ingest.engine import codec, documents, formats, multipart, signatures, statements
from karmayogi.ingest.engine.actors import person
from karmayogi.ingest.engine.equality import same
from karmayogi.ingest.engine.facts import activities_in, agents_in, facts
from karmayogi.ingest.types import Invalid, Version

AGENT = {"objectType": "Agent", "name": "A", "mbox": "mailto:a@b.example"}
GROUP = {"objectType": "Group", "member": [AGENT, {"account": {"homePage": "https://a.example", "name": "x"}}]}
QUESTION = {"interactionType": "choice", "choices": [{"id": "a", "description": {"en": "A"}}], "name": {"hi": "क"}}
CONTEXT = {
    "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
    "team": GROUP,
    "contextActivities": {"parent": {"id": "urn:p"}, "other": [{"id": "urn:o", "definition": QUESTION}]},
    "contextAgents": [{"objectType": "contextAgent", "agent": AGENT, "relevantTypes": ["urn:t"]}],
    "contextGroups": [{"objectType": "contextGroup", "group": GROUP}],
    "language": "en-IN",
    "extensions": {"urn:x": [None, {"a": 1.5}]},
}
FILE = {"usageType": "urn:u", "display": {"en": "F"}, "contentType": "text/plain", "length": 1, "sha2": "a" * 64}
SUB = {
    "objectType": "SubStatement",
    "actor": GROUP,
    "verb": {"id": "urn:v"},
    "object": {"id": "urn:o", "definition": QUESTION},
    "context": CONTEXT,
    "timestamp": "2026-11-20T06:30:00Z",
}
SEEDS: list[dict[str, Any]] = [
    {
        "actor": AGENT,
        "verb": {"id": "http://adlnet.gov/expapi/verbs/voided", "display": {"en": "voided"}},
        "object": {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"},
    },
    {
        "actor": GROUP,
        "verb": {"id": "urn:v", "display": {"en": "v", "hi": "व"}},
        "object": {"id": "urn:o", "definition": QUESTION},
        "result": {"score": {"scaled": 0.5, "raw": 1, "min": 0, "max": 2}, "success": True, "duration": "PT1H"},
        "context": CONTEXT,
        "timestamp": "2026-11-20T06:30:00.000+05:30",
        "attachments": [FILE],
    },
    {"actor": AGENT, "verb": {"id": "urn:v"}, "object": SUB, "authority": GROUP, "version": "1.0.3"},
    {"actor": AGENT, "verb": {"id": "urn:v"}, "object": GROUP, "id": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"},
]
TYPICAL = {
    "id": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee",
    "actor": {"objectType": "Agent", "account": {"homePage": "https://lms.gov.example", "name": "10023311"}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en-IN": "completed", "hi": "पूरा किया"}},
    "object": {
        "objectType": "Activity",
        "id": "https://lms.gov.example/courses/noting-and-drafting",
        "definition": {"type": "http://adlnet.gov/expapi/activities/course", "name": {"en-IN": "Noting and drafting"}},
    },
    "result": {"score": {"scaled": 0.85, "raw": 85.0, "min": 0, "max": 100}, "success": True, "duration": "PT1H12M30S"},
    "context": {
        "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
        "contextActivities": {
            "parent": [{"id": "https://lms.gov.example/programmes/induction"}],
            "category": [{"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"}],
        },
        "language": "hi",
    },
    "timestamp": "2026-11-20T06:30:00.123Z",
}
ODD: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1.0,
    1e308,
    10**40,
    "",
    "x",
    "\0",
    "क",
    "a" * 3000,
    [],
    {},
    [None],
]
ODD += [
    {"": None},
    {"en": "x"},
    "urn:x",
    "mailto:a@b",
    "2026-02-30T00:00:00Z",
    "9999-12-31T23:59:60Z",
    "0001-01-01T00:00:00+01:00",
]
ODD += [
    "P",
    "PT1S",
    "Agent",
    "Group",
    "Activity",
    "StatementRef",
    "SubStatement",
    "2016-12-31T23:59:60.9Z",
    AGENT,
    GROUP,
    SUB,
]
KEYS = [
    "id",
    "objectType",
    "actor",
    "member",
    "definition",
    "name",
    "mbox",
    "context",
    "extensions",
    "",
    "x",
    "\0",
    "verb",
]


def spoil(value: Any, chance: random.Random) -> Any:
    """A copy with one to four places changed, moved, doubled or dropped."""
    made = json.loads(json.dumps(value))
    for _ in range(chance.randint(1, 4)):
        places: list[tuple[Any, Any]] = []
        todo = [made]
        while todo:
            here = todo.pop()
            inner = list(here.items()) if isinstance(here, dict) else list(enumerate(here))
            places += [(here, key) for key, _ in inner]
            todo += [one for _, one in inner if isinstance(one, (dict, list))]
        if not places:
            break
        holder, key = chance.choice(places)
        move = chance.randrange(6)
        if move == 0:
            del holder[key]
        elif move == 1 and isinstance(holder, dict):
            holder[chance.choice(KEYS)] = json.loads(json.dumps(chance.choice(ODD)))
        elif move == 2:
            other, name = chance.choice(places)
            if name in (other if isinstance(other, dict) else range(len(other))):
                holder[key] = json.loads(json.dumps(other[name]))
        else:
            holder[key] = json.loads(json.dumps(chance.choice(ODD)))
    return made


def tear(body: bytes, chance: random.Random) -> bytes:
    """Bytes with a few places changed, cut or doubled."""
    made = bytearray(body)
    for _ in range(chance.randint(0, 3)):
        at = chance.randrange(len(made) + 1)
        move = chance.randrange(4)
        if move == 0:
            made[at:at] = bytes([chance.randrange(256)])
        elif move == 1:
            del made[at : at + chance.randrange(20)]
        elif move == 2:
            made[at:at] = chance.choice(
                [b'"', b"{", b"[", b"\\u0000", b"\\", b":", b"\r\n", b"--", b"\xff", b'"a":1,"a":2']
            )
        else:
            made[at:at] = made[at : at + chance.randrange(60)]
    return bytes(made)


def work(value: Any, version: Version) -> None:
    """Everything that is done with a statement that was taken; none of it may refuse."""
    statements.check(value, version=version)
    try:
        made = statements.prepare(
            value, id=uuid.UUID(int=1), stored="2026-11-20T06:30:00.000Z", authority=AGENT, version=version
        )
        statements.check(made, version=version)
        facts(made)
        assert same(made, made)
        assert codec.decode(codec.encode(made)) == made
        statements.check(formats.ids(made), version=version)
        statements.check(formats.canonical(made, ["hi"], lambda id: None), version=version)
        person(list(agents_in(made)))
        list(activities_in(made))
    except Invalid as refusal:
        raise AssertionError(f"a statement was taken, then refused: {refusal}") from refusal


def once(chance: random.Random) -> bool:
    """One input; whether it was taken."""
    version = chance.choice(list(Version))
    seed = chance.choice(SEEDS)
    try:
        move = chance.randrange(8)
        if move < 5:
            work(spoil(seed, chance), version)
        elif move == 5:
            work(codec.decode(tear(codec.encode(seed), chance)), version)
        elif move == 6:
            body = b"x" * chance.randrange(9)
            content_type, whole = multipart.write(
                codec.encode(seed), [multipart.part_of(body, "text/plain")] if chance.random() < 0.7 else []
            )
            found, parts = multipart.read(tear(content_type.encode(), chance).decode("latin-1"), tear(whole, chance))
            multipart.match([seed], parts)
            work(codec.decode(found), version)
        else:
            documents.merge(tear(b'{"a":1,"b":[1.0]}', chance), tear(b'{"b":{"c":null}}', chance))
            signatures.check(seed, tear(b"eyJhbGciOiJSUzI1NiJ9.e30.AAAA", chance), version=version)
    except Invalid:
        return False
    return True


def speed(rounds: int = 100, requests: int = 20, statements_each: int = 50) -> int:
    """Each statement is decoded anew, so that no string is known from the one before; the best round counts."""
    body = codec.encode([TYPICAL] * statements_each)
    best = best_decoding = float("inf")
    for _ in range(rounds):
        working = decoding = 0.0
        for _ in range(requests):
            began = time.perf_counter()
            sent = codec.decode(body)
            decoded = time.perf_counter()
            for one in sent:
                statements.check(one, version=Version.V2)
                made = statements.prepare(
                    one, id=uuid.UUID(int=1), stored="2026-11-20T06:30:00.000Z", authority=AGENT, version=Version.V2
                )
                facts(made)
            working += time.perf_counter() - decoded
            decoding += decoded - began
        best = min(best, working / requests / statements_each)
        best_decoding = min(best_decoding, decoding / requests / statements_each)
    print(
        f"a statement of {len(codec.encode(TYPICAL))} bytes: checked, prepared and read {1 / best:,.0f} a second "
        f"({best * 1e6:.1f} µs); decoded {1 / best_decoding:,.0f} a second"
    )
    return 0


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m bench.fuzz_statements", description=__doc__)
    arguments.add_argument("--inputs", type=int, default=100_000)
    arguments.add_argument("--seed", type=int, default=20261122)
    arguments.add_argument("--speed", action="store_true")
    options = arguments.parse_args()
    if options.speed:
        return speed()
    taken = crashes = 0
    began = time.perf_counter()
    for number in range(options.inputs):
        chance = random.Random(f"{options.seed}:{number}")  # noqa: S311 (no secret)
        try:
            taken += once(chance)
        except Exception:
            crashes += 1
            if crashes <= 5:
                print(f"input {number} of seed {options.seed}:", file=sys.stderr)
                traceback.print_exc()
    seconds = time.perf_counter() - began
    print(f"{options.inputs} inputs in {seconds:.0f} s: {taken} taken, {crashes} crashes")
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
