import datetime as dt

from django.urls import reverse

from karmayogi.assessment.models import Attempt, YearlyTest
from tests.assessment.alone import texts_of
from tests.assessment.conftest import Learner
from tests.assessment.honest import complete
from tests.assessment.web.proctored.test_sittings import local


def test_planned_by_the_office_opened_by_the_courses_taken_by_the_officer(part, cast, asha, outsider, at):
    bala = Learner(cast.admin, at)
    plans = reverse("assessment:yearly_plans")
    form = {
        "office": cast.ministry.code, "year": "2026", "title_en": "Test of the year", "courses": "T-TEST 4",
        "needed": "1", "minutes": "20", "attempts": "1", "pass_percent": "60", "opens_at": local(at),
        "closes_at": local(at + dt.timedelta(days=9)),
    }  # fmt: skip
    refused = bala.post(plans, form | {"courses": "T-TEST 99"})
    assert refused.status_code == 422 and "lends at most 10" in refused.content.decode()
    for courses in ("T-TEST x", "T-TEST 2\nt-test 2"):
        assert bala.post(plans, form | {"courses": courses}).status_code == 422
    assert "Test of the year" in bala.post(plans, form).content.decode()
    mine = reverse("assessment:yearly")
    assert "0 of 1 done, 1 more opens it." in asha.get(mine).content.decode()
    row = YearlyTest.objects.get()
    begin = reverse("assessment:yearly_begin", args=[row.uuid])
    assert "1 more opens it" in asha.post(begin).content.decode()
    assert outsider.post(begin).status_code == 404
    assert "Test of the year" not in outsider.get(mine).content.decode()
    complete(asha, part)
    page = asha.post(begin).content.decode()
    assert "Start the test" in page
    start = reverse("assessment:start", args=[row.paper.part.uuid])
    asha.post(start, {"language": "en"})
    attempt = Attempt.objects.get(paper=row.paper)
    page = asha.post(reverse("assessment:submit", args=[attempt.uuid])).content.decode()
    assert "Others still take this test" in page and "Clause-" not in page
    assert "Test of the year" in texts_of(bala.get(plans + "?as=xlsx&q=year").content)
    assert "Took it" not in bala.get(plans).content.decode()
    assert "Took it" in bala.get(f"{plans}?of={row.uuid}").content.decode()
    assert bala.get(plans + "?q=nothing").content.decode().count("No test is like that") == 1
    assert asha.get(plans).status_code == 404
