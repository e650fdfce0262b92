"""Two who write one document at once."""

from karmayogi.ingest.actions.write_document import Believed, Precondition, merge, put
from karmayogi.ingest.engine.codec import decode
from karmayogi.ingest.queries.documents import Place, document
from karmayogi.kernel import clock
from tests.ingest.actions.test_store import at_once

PLACE = Place(kind="state", activity=1, agent=2, name="s")


def test_of_two_who_begin_it_one_is_told(committed_db):
    new = Believed(none_match="*")
    results = at_once(
        *[lambda body=body: put(PLACE, body, "text/plain", believed=new, at=clock.now()) for body in (b"a", b"b", b"c")]
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Precondition", "Precondition"]


def test_of_two_who_replace_the_same_version_one_is_told(committed_db):
    put(PLACE, b"first", "text/plain", believed=Believed(), at=clock.now())
    seen = Believed(match=f'"{document(PLACE).etag}"')
    results = at_once(
        *[lambda body=body: put(PLACE, body, "text/plain", believed=seen, at=clock.now()) for body in (b"a", b"b")]
    )
    assert [type(result) for result in results].count(Precondition) == 1
    assert document(PLACE).content in (b"a", b"b")


def test_nothing_is_lost_when_many_add_to_it(committed_db):
    names = [f"n{number}" for number in range(8)]
    at_once(
        *[
            lambda name=name: merge(
                PLACE, b'{"%s": 1}' % name.encode(), "application/json", believed=Believed(), at=clock.now()
            )
            for name in names
        ]
    )
    assert set(decode(document(PLACE).content)) == set(names)
