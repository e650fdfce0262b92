"""Batches, scenarios, outcomes and stress tests by forms alone, and what their pages say."""

import io
import re

from django.urls import reverse

from karmayogi.capacity.models import Batch, Scenario, SeatLock, StressPost, StressTest
from karmayogi.competencies import api as competencies
from karmayogi.kernel import rows
from karmayogi.kernel.access import System
from tests.capacity.solving import DAY, WEEK
from tests.capacity.web.test_plans import text

HEAD = "training,language,first_day,last_day,seats,state,place,least,fixed,fee,faculty,room,extra\n"


def test_a_plan_is_solved_read_compared_and_adopted_by_forms(solving, cast, browse, run_jobs):
    bala, plan = cast.admin, solving.plan

    def at(name, *more):
        return reverse(f"capacity:{name}", args=[plan, *more])

    given = {
        "revision": 0, "training": "1", "language": "en", "starts_on": DAY, "ends_on": DAY, "seats": "3", "least": "1",
        "fixed": "0", "fee": "100", "faculty": "Dr Rao", "state": "",
    }  # fmt: skip
    assert browse(bala, at("new_batch"), given | {"ends_on": "2026-01-01"}).status_code == 422
    browse(bala, at("new_batch"), given)
    file = io.BytesIO(f"{HEAD}1,en,{DAY + WEEK},{DAY + WEEK},3,,,1,0,50,,,\n".encode())
    file.name = "batches.csv"
    browse(bala, at("bring_batches"), {"file": file})
    assert "Dr Rao" in text(browse(bala, at("batches") + "?q=rao"))
    assert "Nothing fits" in text(browse(bala, at("batches") + "?q=nobody"))
    assert "1,en,2026-12-07,2026-12-07,3,,,1,0,100,Dr Rao,," in browse(bala, at("batches_csv")).content.decode()

    made = browse(bala, at("new_scenario"), {"revision": 0, "name": "Thrift", "budget": "400", "travel": "0",
                                             "weights": "rank", "far": "on", "lens": ""})  # fmt: skip
    page = made.headers["location"]
    thrift = Scenario.objects.get()
    browse(bala, page, {"do": "solve"})
    assert "looks again by itself" in text(browse(bala, page))
    assert browse(bala, page, headers={"HX-Request": "true"}).content.decode().startswith('<div id="progress" hx-get')
    run_jobs()
    shown = text(browse(bala, page))
    assert "as on 20 Nov 2026" in shown
    assert "5 of 8" in shown
    assert "It is proved that no" in shown
    assert "people have no batch in a language of theirs" in shown
    assert "₹ 10,000 more would win" in shown
    people = at("people", thrift.uuid)
    assert "No batch in a language of this person" in text(browse(bala, people + "?which=language"))
    assert text(browse(bala, people + "?which=seat&q=helper")).count("Helper en") >= 4
    assert "Why there is no seat" in browse(bala, at("people_csv", thrift.uuid)).content.decode()
    seat = rows.first(
        lambda *row: row,
        "select p.uuid, b.uuid from capacity_allotment a join people_person p on p.id = a.person_id"
        " join capacity_batch b on b.id = a.batch_id limit 1",
    )
    browse(bala, people, {"do": "lock", "person": seat[0], "seat": seat[1]})
    assert SeatLock.objects.count() == 1
    assert "Locked" in text(browse(bala, people + "?which=seat"))
    assert "has changed since" in text(browse(bala, page))
    browse(bala, people, {"do": "unlock", "person": seat[0], "seat": seat[1]})

    first = Batch.objects.get(number=1)
    answer = browse(bala, page, {"do": "more", "batch": first.uuid, "starts_on": DAY + 2 * WEEK})
    run_jobs()
    more = Scenario.objects.exclude(pk=thrift.pk).get()
    assert answer.headers["location"] == at("scenario", more.uuid)
    side = text(browse(bala, at("compare") + f"?a={thrift.uuid}&b={more.uuid}"))
    assert "Seats given 5" in side
    assert "gain a seat" in side

    browse(bala, page, {"do": "adopt"})
    shown = text(browse(bala, page))
    assert "Adopted" in shown
    assert "Make it a draft order" in shown
    assert browse(bala, at("change_scenario", thrift.uuid)).status_code == 404
    held = rows.scalar("select b.uuid from capacity_batchresult r join capacity_batch b on b.id = r.batch_id"
                       " where r.scenario_id = %s and held order by b.number limit 1", [thrift.pk])  # fmt: skip
    assert "/plans/mandates/" in browse(bala, page, {"do": "order", "batch": held}).headers["location"]
    browse(bala, at("batch", held), {"do": "call_off", "why": "The hall was flooded"})
    assert "The hall was flooded" in text(browse(bala, page))
    again = browse(bala, page, {"do": "replan"}).headers["location"]
    run_jobs()
    assert "What changes from Thrift" in text(browse(bala, again))
    assert "re-plans Thrift" in text(browse(bala, at("scenarios")))
    for who in (cast.other_admin, cast.supervisor, cast.learner):
        assert browse(who, page).status_code == browse(who, page, {"do": "solve"}).status_code == 404


def test_batches_of_an_outcome_are_read_page_by_page(solving, cast, browse, run_jobs):
    """A hundred and twenty of them: none is missing, each page keeps its size, and a button returns to its page."""
    for _number in range(3):
        solving.batch(seats=3, least=1)
    rows.run(
        "insert into capacity_batch (uuid, plan_id, number, intervention_id, language, state_id, place, starts_on,"
        " ends_on, seats, least, fixed, fee, faculty, room, extra, called_off_why, revision)"
        " select gen_random_uuid(), plan_id, 3 + n, intervention_id, language, state_id, place, starts_on + n,"
        " ends_on + n, seats, least, fixed, fee,"
        " faculty, room, extra, called_off_why, 1 from capacity_batch, generate_series(1, 117) n where number = 1"
    )
    page = solving.scenario()
    seen: list[int] = []
    here = at = reverse("capacity:scenario", args=[solving.plan, page])
    while at:
        shown = browse(cast.admin, at)
        found = [int(one) for one in re.findall(r'<tr><td class="n">(\d+)</td>', shown.content.decode())]
        assert len(found) <= 50 and len(shown.content) < 100_000
        seen += found
        following = re.search(r'rel="next" href="([^"]+)"', shown.content.decode())
        at = following[1].partition("#")[0] if following else ""
    assert seen == list(range(1, 121))
    last = Batch.objects.get(number=120).uuid
    answer = browse(cast.admin, f"{here}?after=100", {"do": "choose", "batch": last, "choice": "out"})
    assert answer.headers["location"] == f"{here}?after=100#batches"


def test_posts_that_are_not_ready_and_what_would_make_them_so(solving, cast, browse, at, run_jobs):
    solving.batch(seats=20, least=2)
    code = rows.scalar("select c.code from capacity_answer a join competencies_competency c on c.id = a.competency_id")
    competencies.create_scheme(
        agent=System("test"), organisation_id=cast.ministry.id, code="S-1", name_en="Open files", needs={code: 2},
        at=at,
    )  # fmt: skip
    tests = reverse("capacity:stress_tests", args=[solving.plan])
    scheme = rows.scalar("select uuid from competencies_scheme")
    asked = {"scheme": scheme, "by_on": "2027-03-31", "designation": ""}
    page = browse(cast.admin, tests, asked).headers["location"]
    browse(cast.admin, tests, asked)
    assert "It is being worked out" in text(browse(cast.admin, page))
    run_jobs()
    one = StressTest.objects.get()
    assert one.state == "done"
    lacking = StressPost.objects.filter(test=one, person__isnull=False)
    odia = lacking.filter(person__name__startswith="Helper or")
    assert not odia.filter(trained=True).exists(), "no batch in their language"
    assert one.trained == lacking.count() - odia.count() == one.most > 5
    assert one.cost == one.trained * 100 == one.least_cost
    shown = text(browse(cast.admin, page))
    assert "level 0 of 2" in shown
    assert "Ready then" in browse(cast.admin, page.rstrip("/") + ".csv").content.decode()
    assert browse(cast.admin, tests, asked | {"by_on": "2026-04-01"}).status_code == 422
    assert browse(cast.other_admin, page).status_code == 404
