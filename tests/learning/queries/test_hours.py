"""One ledger of hours: Today, My learning, the passport, a supervisor's view and the figures of the office agree."""

import datetime as dt
import uuid

from django.conf import settings
from django.urls import reverse

from karmayogi.kernel import clock, rows
from karmayogi.learning import api
from karmayogi.learning.actions.onthejob.credit import credit, take_back


def test_every_page_says_the_same_hours(cast, client, frozen_time, at):
    person, on = cast.learner.person_id, clock.day(at)
    for kind, minutes in (("formal", 45), ("social", 90), ("experience", 600), ("experience", 30)):
        credit(person_id=person, on=on, minutes=minutes, kind=kind, ref_kind="test", ref_uuid=uuid.uuid4())
    gone = uuid.uuid4()
    for _twice in range(2):
        credit(person_id=person, on=on, minutes=120, kind="social", ref_kind="test", ref_uuid=gone)
        take_back(person_id=person, ref_kind="test", ref_uuid=gone)
    credit(person_id=person, on=dt.date(2026, 3, 31), minutes=7, kind="formal", ref_kind="test", ref_uuid=uuid.uuid4())
    year = (dt.date(2026, 4, 1), on + dt.timedelta(days=1))
    assert api.hours_by_kind(person, *year) == {"formal": 45, "social": 90, "experience": 630}
    assert api.hours_of(person, *year) == 765
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    pages = {
        name: client.get(reverse(name)).content.decode() for name in ("portal:today", "learning:mine", "portal:record")
    }
    for name, text in pages.items():
        assert "<b>12 h 45 min</b>" in text, name
        assert "<dd>10 h 30 min</dd>" in text, name
        assert "<dd>1 h 30 min</dd>" in text, name
    assert "<dd>10 h 30 min</dd>" in client.get(reverse("learning:entries")).content.decode()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.supervisor.cookie(at)
    assert (
        "<b>12 h 45 min</b>" in client.get(reverse("portal:member", args=[cast.learner.person_uuid])).content.decode()
    )
    everybody = 'select sum(minutes) from learning_learningcredit where "on" >= %s and "on" < %s'
    assert rows.scalar(everybody, list(year)) == 765, "what the metrics of offices add up"
