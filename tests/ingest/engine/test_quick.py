"""The quick reading takes nothing that the other one refuses, and makes the same of what it takes."""

import copy
import json
import re
import uuid

import pytest
from hypothesis import given, settings

from bench.statements import request, seeded
from karmayogi.ingest.actions.append import MOMENT, ready
from karmayogi.ingest.engine import codec, keys, quick
from karmayogi.ingest.engine.actors import agent_key
from karmayogi.ingest.engine.facts import activities_in
from karmayogi.ingest.engine.statements import Invalid, Version, check
from tests.ingest import examples, strategies
from tests.ingest.breakers import BREAKERS

AUTHORITY = {"objectType": "Agent", "name": "K", "account": {"homePage": "https://lrs.example", "name": "key"}}
NEW_ID = uuid.UUID("6690e6c9-3ef0-4ed3-8b37-7f3964730bee")
SPACES = re.compile(rb'[,:{}\[\]]|"(?:[^"\\]|\\.)*"')


def read(body, version=Version.V2):
    return quick.read(body, version=version, authority=AUTHORITY, moment=MOMENT, most=100, new_id=lambda: NEW_ID)


def agree(body, version=Version.V2):
    """Whether the quick reading took it. Then the other one takes it too, and both make the same of it."""
    made = read(body, version)
    if made is None:
        return False
    sent = codec.decode(body)
    sent = sent if isinstance(sent, list) else [sent]
    for one in sent:
        check(one, version=version)
    ids = [uuid.UUID(one["id"]) if "id" in one else NEW_ID for one in sent]
    assert len(set(ids)) == len(ids)
    rows = ready(sent, ids, authority=AUTHORITY, version=version)
    assert [one.body for one in made] == [row.body for row in rows]
    assert [one.places for one in made] == [row.places for row in rows]
    assert [one.id for one in made] == [str(row.facts.id) for row in rows]
    for one, row in zip(made, rows, strict=True):
        assert sorted(one.keys) == sorted(map(str, keys.keys_of(row.facts, agent_key(AUTHORITY))))
        assert set(one.definitions) == {
            (found["id"], hash(codec.encode(found["definition"])))
            for found in activities_in(row.statement)
            if found.get("definition")
        }
        assert row.facts.refers_to is None and not row.facts.attachments  # nothing that has to go the longer way
    return True


def refused(body, version):
    try:
        sent = codec.decode(body)
        for one in sent if isinstance(sent, list) else [sent]:
            check(one, version=version)
    except Invalid:
        return True
    return False


@pytest.mark.parametrize("version", Version)
def test_what_most_requests_hold_is_read_quickly(version):
    dice = seeded(3)
    for size in (1, 30):
        for _ in range(5):
            assert agree(request(dice, size), version)
    assert agree(codec.encode(examples.TYPICAL), version)


@pytest.mark.parametrize("version", Version)
def test_no_broken_rule_is_passed_over(version):
    typical = json.loads(request(seeded(1), 1))
    for row in BREAKERS:
        if version not in row.versions:
            continue
        for broken in [row.broken(), *([row.broken_sub()] if row.in_a_sub else [])]:
            alone = json.dumps(broken, ensure_ascii=False).encode("utf-8", "surrogatepass")
            assert read(alone, version) is None, row
            assert read(b"[" + codec.encode(typical) + b"," + alone + b"]", version) is None, row


@given(statement=strategies.statements(second=True))
@settings(max_examples=150)
def test_made_up_statements(statement):
    agree(json.dumps(statement).encode())
    agree(json.dumps([statement], ensure_ascii=False, indent=1).encode())


def places(value, path=()):
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


ODD = [None, "", 0, 1.5, True, [], {}, "voided", "http://adlnet.gov/expapi/verbs/voided", {"id": "urn:x"}, 10**25]


@pytest.mark.parametrize("version", Version)
def test_anything_put_anywhere(version):
    taken = 0
    for good in (examples.VALID | examples.VALID_2).values():
        for path in places(good):
            for odd in ODD if path else ():
                changed = copy.deepcopy(good)
                here = changed
                for step in path[:-1]:
                    here = here[step]
                here[path[-1]] = odd
                taken += agree(codec.encode(changed), version)
    assert taken > 100  # of those that stay good


WEEDS = [
    b"", b'"', b" ", b":", b"{", b"}", b",", b"\\", b"0", b"\xff", b"\\u0022", b"\\u003a", b"\n", b"-", b"e",
]  # fmt: skip


def test_changed_bytes():
    dice, taken, bad = seeded(11), 0, 0
    for _ in range(4_000):
        body = bytearray(request(dice, dice.choice([1, 2])))
        for _ in range(dice.choice([1, 1, 2])):
            place = dice.randrange(len(body))
            body[place : place + dice.randrange(2)] = dice.choice(WEEDS)
        if agree(bytes(body)):
            taken += 1
        elif refused(bytes(body), Version.V2):
            bad += 1
    assert taken > 300 and bad > 300


def test_a_name_that_comes_twice():
    """At each level, however it is written, and though it says the same."""
    body = codec.encode(json.loads(request(seeded(5), 1)))
    names = [found.end() for found in re.finditer(rb'[{,](?="[^"]+":)', body)]
    assert len(names) > 15
    for at in names:
        name, _colon, _rest = body[at:].partition(b":")
        for spelled in (name, name[:1] + b"\\u%04x" % name[1] + name[2:]):
            for before in (b":", b" :", b"\n\t :"):
                for value in (b'"x"', b"1", b"{}", b'"a\\": b"'):
                    twice = body[:at] + spelled + before + value + b"," + body[at:]
                    assert read(twice) is None, twice
    # What is lost is not made good by a text that looks like a name.
    said = body.replace(b'"did"', b'"a\\":\\":\\":"')
    assert agree(said)
    assert read(said[:1] + b'"verb":{"id":"urn:x"},' + said[1:]) is None
    assert read(said.replace(b'a\\":', b"a\\u0022:")) is None


def test_space_changes_nothing():
    dice = seeded(9)
    for _ in range(200):
        body = SPACES.sub(lambda found: dice.choice([b"", b" ", b"\n\t"]) + found[0] + dice.choice([b"", b"\r"]),
                          request(dice, 2))  # fmt: skip
        assert agree(body)


def test_what_is_remembered_is_remembered_for_its_version():
    """1.0.3 takes a time without an offset, 2.0 does not; 2.0 alone knows contextAgents."""
    typical = json.loads(request(seeded(2), 1))
    bare = codec.encode({**typical, "timestamp": "2026-11-20T06:30:00"})
    more = codec.encode({**typical, "context": {"contextAgents": [examples.CONTEXT_AGENT]}})
    for _ in range(2):
        assert agree(bare, Version.V1) and read(bare, Version.V2) is None
        assert agree(more, Version.V2) and read(more, Version.V1) is None


def test_what_is_left_to_the_other_reading():
    typical = json.loads(request(seeded(2), 1))
    file = {**typical, "attachments": [examples.FILE]}
    for unusual in (
        file,
        {**typical, "object": examples.REF},
        {**typical, "object": examples.SUB},
        {**typical, "object": examples.GROUP},
        {**typical, "context": {"extensions": {"urn:x": json.loads("[" * 63 + "]" * 63)}}},
    ):
        check(unusual, version=Version.V2)
        assert read(codec.encode(unusual)) is None
    one = codec.encode(typical)
    for body in (b"", b"[]", b"3", b"[" + one + b"," + one + b"]", b"[" + b",".join([one] * 101) + b"]"):
        assert read(body) is None
