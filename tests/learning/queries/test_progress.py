"""One figure on every screen: done of total is the same wherever the progress of an enrolment is shown."""

import csv
import datetime as dt
import io
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from karmayogi.kernel import clock, rows
from karmayogi.learning import api
from karmayogi.learning.models import Enrolment, Part
from karmayogi.learning.queries.course import course_page
from karmayogi.learning.queries.enrolments import active_enrolments
from karmayogi.learning.queries.lesson import lesson
from karmayogi.learning.queries.report import report_lines
from karmayogi.portal.queries.today import today

RATIO = re.compile(r"<bdi[^>]*>(\d+) / (\d+)</bdi>")
BAR = re.compile(r'<progress value="(\d+)" max="(\d+)"')


@pytest.fixture(params=[3, 2])
def begun(request, course, cast, at):
    """Two pages and a test; all of them needed, or two of the three (the test among them)."""
    rows.run("set local session_replication_role = replica")  # a published version is frozen
    rows.run("update learning_courseversion set parts_needed = %s", [request.param])
    rows.run("set local session_replication_role = origin")
    asha = cast.learner.actor(at)
    enrolment = api.enrol(actor=asha, course_uuid=course.uuid, language="en", at=at)
    return course, Enrolment.objects.get(uuid=enrolment), request.param


def finish(cast, enrolment, key, at):
    asha, part = cast.learner.actor(at), Part.objects.get(key=key)
    api.open_part(actor=asha, enrolment_id=enrolment.id, part_id=part.id, at=at)
    later = at + dt.timedelta(hours=1)
    assert api.finish_part(actor=asha, enrolment_id=enrolment.id, part_id=part.id, at=later).done


def by_queries(cast, course, enrolment, at) -> set[tuple[int, int]]:
    asha, on = cast.learner.actor(at), clock.day(at)
    page = course_page(course.uuid, asha.person_id, on)
    read = lesson(asha, enrolment.uuid)
    [line] = report_lines(course.id, [cast.ministry.path])
    found = {(page.enrolled_done, page.enrolled_total), (read.done, read.total), (line.done, line.parts)}
    for one in active_enrolments(asha.person_id, 5):
        found.add((one.done, one.total))
    begun = today(asha, on)
    for one in [begun.next_step.enrolment, *begun.others]:
        if one is not None and one.uuid == enrolment.uuid:
            found.add((one.done, one.total))
    return found


def by_screens(cast, course, enrolment, at) -> set[tuple[int, int]]:
    client, found = Client(), set()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    with clock.frozen(at):
        for address in (
            reverse("learning:mine"),
            reverse("learning:course", args=[course.uuid]),
            reverse("learning:part", args=[enrolment.uuid, "one"]),
        ):
            found |= {(int(done), int(total)) for done, total in BAR.findall(client.get(address).content.decode())}
        hero = client.get("/").content.decode().partition("Your post")[0]
        found |= {(int(done), int(total)) for done, total in BAR.findall(hero)}
        # Her supervisor on the page of the team, the training admin on the report, and its file.
        client.cookies[settings.SESSION_COOKIE_NAME] = cast.supervisor.cookie(at)
        member = client.get(reverse("portal:member", args=[cast.learner.actor(at).person_uuid])).content.decode()
        client.cookies[settings.SESSION_COOKIE_NAME] = cast.admin.cookie(at)
        report = client.get(reverse("learning:report", args=[course.uuid])).content.decode()
        for page in (member, report):
            told = {(int(done), int(total)) for done, total in RATIO.findall(page)}
            assert told, "the page shows the figure"
            found |= told
        sheet = client.get(reverse("learning:report_export", args=[course.uuid, "csv"]))
        text = b"".join(sheet.streaming_content).decode("utf-8-sig")
    [line] = list(csv.DictReader(io.StringIO(text)))
    found.add((int(line["Parts done"]), int(line["Parts"])))
    return found


def test_every_screen_and_file_shows_the_same(begun, cast, at):
    course, enrolment, total = begun
    assert by_queries(cast, course, enrolment, at) == by_screens(cast, course, enrolment, at) == {(0, total)}
    finish(cast, enrolment, "one", at)
    assert by_queries(cast, course, enrolment, at) == by_screens(cast, course, enrolment, at) == {(1, total)}
    finish(cast, enrolment, "two", at)
    # With two of three needed the second page is one more than counts: the test is still missing.
    assert by_queries(cast, course, enrolment, at) == by_screens(cast, course, enrolment, at) == {(total - 1, total)}
    test = Part.objects.get(key="test")
    api.record_result(
        person_id=cast.learner.person_id, part_uuid=test.uuid, passed=True, score=80, attempt_uuid=test.uuid, at=at
    )
    enrolment.refresh_from_db()
    assert enrolment.status == "completed"
    assert by_queries(cast, course, enrolment, at) == {(total, total)}
