"""The reconciliation of the replayed learning week: it finds nothing where nothing is wrong, and whatever is."""

import datetime as dt
import io

import pytest
from django.conf import settings
from django.test import Client

from bench.replay import check, plan, world
from karmayogi.facts.actions.refresh import refresh as flow
from karmayogi.insight.actions.refresh import refresh
from karmayogi.kernel import clock, rows
from karmayogi.learning.actions.report_progress import forget_parts
from karmayogi.learning.web import progress_door
from tests.analytics import analytics, store  # noqa: F401 (fixtures)

TERMS = plan.Terms(seed=11, multiple=0.00015, seconds=420, officers=5, courses=8)


class Here:
    """As bench.sql.Writer, on the connection of the test."""

    def rows(self, text, params=()):
        return rows.fetch(lambda *row: list(row), text, params)

    def one(self, text, params=()):
        return rows.scalar(text, params)

    def run(self, text, params=()):
        return rows.run(text, params)


@pytest.fixture
def week(cast, kcm, at, settings, tmp_path):
    """(where it lies, journeys, persons) after all of the plan was done, each step at its moment."""
    settings.KEYS_ROOT = tmp_path / "keys"
    forget_parts()
    here, players = Here(), [cast.head, cast.supervisor, cast.learner, cast.admin, cast.outsider]
    world.publish(1, TERMS.courses, at)
    journeys, courses = plan.journeys(TERMS), world.courses(here, 1)
    persons = [player.person_id for player in players]
    world.begin(here, 1, journeys, persons, at)
    steps = sorted(
        ((one.begins + step.at, one.number, place, step)
         for one in journeys for place, step in enumerate(one.steps()) if one.begins + step.at < TERMS.seconds),
        key=lambda due: due[:3],
    )  # fmt: skip
    clients, pages = {}, {}
    for player_place in {one.person for one in journeys}:
        clients[player_place] = Client()
        clients[player_place].cookies[settings.SESSION_COOKIE_NAME] = players[player_place].cookie(at)
    for one in journeys:
        if one.enrolment:
            pages[one.number] = f"/learning/enrolments/{one.enrolment}/parts/page/"
    for due, number, _place, step in steps:
        journey = journeys[number]
        course, client = courses[journey.course], clients[journey.person]
        with clock.frozen(at + dt.timedelta(seconds=max(0.0, due))):
            for _time in range(2 if step.twice else 1):
                match step.what:
                    case "enrol":
                        answer = client.post(f"/learning/courses/{course.uuid}/enrol/")
                        pages[number] = answer.headers["Location"]
                        assert pages[number].endswith("/parts/page/")
                    case "open":
                        assert client.get(pages[number]).status_code == 200
                    case "report":
                        assert report(client, course, step.number) == 200
                    case "finish":
                        assert client.post(pages[number] + "finish/", {"seconds": "2"}).status_code == 302
                    case "course":
                        assert client.get(f"/learning/courses/{course.uuid}/").status_code == 200
    return here, journeys, persons


def report(client, course, number: int) -> int:
    body = (
        f'{{"part":"{course.part}","visit":1,"seq":{number},"position":{plan.position(number)},"seconds":15}}'
    ).encode()
    said: list[int] = []
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    environ = {
        "REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": cookie, "HTTP_X_KARMAYOGI_PROGRESS": "1", "wsgi.input": io.BytesIO(body),
    }  # fmt: skip
    progress_door.serve(environ, lambda status, headers: said.append(int(status[:3])))
    return said[0]


def test_it_finds_what_is_lost_or_double_and_nothing_else(week, at, store, run_jobs):  # noqa: F811
    here, journeys, persons = week
    wanted = plan.expected(journeys, TERMS.seconds)
    assert wanted["completions"] >= 4 and any(one.enrolment for one in journeys)
    assert any(one.enrolment is None and plan.kept(one, TERMS.seconds).completed for one in journeys)
    name = world.week(1)

    def faults() -> list[str]:
        return check.reconcile(here, name, journeys, persons, TERMS.seconds)

    assert faults() == []
    run_jobs()
    assert faults() == []
    later = at + dt.timedelta(hours=1)
    refresh(at=later, everything=True)
    flow(store=store, at=later)
    figures = check.figures(here, clock.day(at))
    assert figures["completions"] == dict.fromkeys(("rows", "registry", "store"), wanted["completions"])
    assert all(len(set(told.values())) == 1 for told in figures.values()), figures
    assert figures["hours"]["rows"] == 6 * wanted["completions"]

    done = [one for one in journeys if plan.kept(one, TERMS.seconds).completed]
    person = persons[done[0].person]
    planted = {
        "lost: credit": "delete from learning_learningcredit where id = (select min(id) from learning_learningcredit)",
        "double: credit":
            """insert into learning_learningcredit (person_id, "on", minutes, kind, ref_kind, ref_uuid)
               select person_id, "on", minutes, kind, 'again', ref_uuid from learning_learningcredit limit 1""",
        "which nobody planned":
            f"""insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path, language,
                  status, enrolled_at, last_at)
                select gen_random_uuid(), {cast_aside(persons)}, course_id, version_id, '', 'en', 'active', now(), now()
                from learning_enrolment where person_id = {person} limit 1""",
        "lost: the enrolment is active":
            f"""update learning_enrolment set status = 'active', completed_at = null where id = (
                select min(id) from learning_enrolment where person_id = {person} and status = 'completed')""",
        "instead of": "update learning_partprogress set seq = seq - 1, position = '7' where seq > 3",
        "seconds counted": "update learning_partprogress set seconds = 9000 where state = 'done'",
        "certificates without a completed": "update credentials_certificate set ref_uuid = gen_random_uuid()",
    }  # fmt: skip
    for said, statement in planted.items():
        here.run("savepoint planted")
        assert here.run(statement) >= 1, said
        assert any(said in fault for fault in faults()), (said, faults())
        here.run("rollback to savepoint planted")
    assert faults() == []
    here.run(planted["lost: credit"])
    assert len(set(check.figures(here, clock.day(at))["hours"].values())) == 2


def cast_aside(persons: list[int]) -> int:
    """Somebody who takes part in nothing."""
    return int(rows.scalar("select min(id) from people_person where not id = any(%s)", [persons]))


def test_the_hour_is_the_hour():
    """Rate and kinds of a plan, and that the same seed gives the same."""
    terms = plan.Terms(seed=5, multiple=0.1, seconds=120, officers=2_000, courses=120)
    journeys = plan.journeys(terms)
    assert journeys == plan.journeys(terms)
    assert len({(one.person, one.course) for one in journeys}) == len(journeys)
    completed = sum(plan.kept(one, 120).completed for one in journeys)
    reports = sum(step.what == "report" and one.begins + step.at < 120 for one in journeys for step in one.steps())
    assert completed / 120 == pytest.approx(15, rel=0.1)
    assert reports / 120 == pytest.approx(300, rel=0.1)
    day = plan.journeys(plan.Terms(seed=5, multiple=0.1, seconds=240, officers=2_000, courses=120, day=True))
    in_busiest = sum(110 <= one.begins < 120 for one in day)
    assert in_busiest / len(day) == pytest.approx(0.15, rel=0.15)
    assert in_busiest / 10 == pytest.approx(15, rel=0.2)
