"""What the store refuses of learners' work is kept once, with the reason, within limits."""

import json
import uuid

from karmayogi.ingest import api, conf
from karmayogi.ingest.models import Refusal, Statement
from tests.ingest.examples import TYPICAL

ATTEMPT = uuid.UUID(int=5)
GOOD = TYPICAL | {"id": str(uuid.UUID(int=1))}
BAD = TYPICAL | {"id": str(uuid.UUID(int=2)), "verb": {"id": "no address"}}


def send(*statements, at, bound=ATTEMPT):
    return api.store_or_keep(statements, source="exercise", bound=bound, at=at)


def test_the_good_is_stored_and_the_refused_kept_as_it_came(db, at):
    assert send(GOOD, BAD, at=at) == 1
    assert list(Statement.objects.values_list("uuid", flat=True)) == [uuid.UUID(int=1)]
    kept = Refusal.objects.get()
    assert json.loads(bytes(kept.body)) == BAD
    assert "verb" in kept.why and (kept.times, kept.refused_at) == (1, at)
    assert "no address" in kept.words and str(ATTEMPT) in kept.words


def test_the_same_again_is_counted_and_another_attempt_is_its_own(db, at):
    for bound in (ATTEMPT, ATTEMPT, uuid.UUID(int=6)):
        send(BAD, at=at, bound=bound)
    assert sorted(Refusal.objects.values_list("times", flat=True)) == [1, 2]


def test_an_id_that_says_something_else_is_kept_too(db, at):
    send(GOOD, at=at)
    assert send(GOOD | {"verb": {"id": "https://x.example/other"}}, at=at) == 1
    assert "says something else" in Refusal.objects.get().why


def test_whatever_it_is_it_is_kept_but_not_without_end(db, at, monkeypatch):
    monkeypatch.setattr(conf, "REFUSED_EACH", 3)

    def keep(*statements):
        return api.keep_refused(statements, source="unit", bound=ATTEMPT, why="no\0thing", at=at)

    assert keep("text", {"id": "\0"}, [None], 7) == 3
    assert keep({"id": str(uuid.uuid4())}) == 0
    assert keep("text") == 1
    assert Refusal.objects.count() == 3 and set(Refusal.objects.values_list("why", flat=True)) == {"nothing"}
    assert api.keep_refused(["x" * 60_000], source="unit", bound=uuid.UUID(int=9), why="long", at=at) == 0
