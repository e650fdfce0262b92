import datetime as dt

from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.models import Attempt
from karmayogi.assessment.queries.results import results
from karmayogi.ingest import api as ingest
from karmayogi.learning.actions.tell_store import tell_store
from karmayogi.learning.types import ActKind
from karmayogi.people.models import Person
from tests.assessment.actions.test_start import begin
from tests.assessment.actions.test_submit import answer

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def test_each_result_is_told_once(part, asha):
    row = begin(asha, part)
    assert results(LONG_AGO, asha.at, 10) == []
    answer(row, asha, 3)
    asha.later(minutes=2)
    submit(agent=asha.actor, attempt=row, at=asha.at)
    (found,) = results(LONG_AGO, asha.at, 10)
    assert (found.kind, found.score, found.passed, found.seconds) == (ActKind.TESTED, 60, True, 120)
    assert results(asha.at, asha.at + dt.timedelta(days=1), 10) == []
    assert results(LONG_AGO, asha.at, 0) == []

    tell_store(at=asha.at)
    assert tell_store(at=asha.at) == 0
    told, _more = ingest.statements(verb="http://adlnet.gov/expapi/verbs/passed")
    (one,) = told  # neither that the test was opened nor that it is done is told a second time
    assert one["object"]["id"].endswith(f"/learning/parts/{part}")
    assert one["object"]["definition"]["type"] == "http://adlnet.gov/expapi/activities/assessment"
    assert one["result"] == {
        "score": {"scaled": 0.6, "raw": 60, "min": 0, "max": 100}, "success": True, "completion": True,
        "duration": "PT120S",
    }  # fmt: skip


def test_one_that_is_not_told_takes_no_place_of_another(part, asha):
    row = begin(asha, part)
    answer(row, asha, 3)
    asha.later(minutes=2)
    submit(agent=asha.actor, attempt=row, at=asha.at)
    mine = Attempt.objects.get(pk=row.id)
    Attempt.objects.create(
        person=Person.objects.create(name="Has left"), paper_id=mine.paper_id, number=1, language="en", questions=5,
        pass_percent=60, opened_at=mine.opened_at, due_at=mine.due_at, closing="person", right=0, score=0, passed=False,
        submitted_at=asha.at - dt.timedelta(minutes=1),
    )  # fmt: skip
    assert [one.score for one in results(LONG_AGO, asha.at, 1)] == [60]
