"""Top courses of a place: what is counted, filtered and hidden, and who sees it."""

import io
import re

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.competencies.models import Competency, Framework, FrameworkVersion
from karmayogi.insight.actions.refresh import refresh
from karmayogi.insight.queries.taken import taken
from karmayogi.insight.types import State
from karmayogi.kernel import rows
from karmayogi.learning.models import CourseCompetency, CourseText


def a_competency(at) -> Competency:
    framework = Framework.objects.create(code="T", name="Test")
    return Competency.objects.create(
        version=FrameworkVersion.objects.create(framework=framework, number="1", published_at=at), code="T-1",
        area="functional", theme_number=1, theme_en="t", name_en="Noting",
    )  # fmt: skip


@pytest.fixture
def chosen(country, at):
    """Of 41 officers who took up a course of 29 and 12 in two ministries, 15 of the first took a second one and two a
    third."""
    people = rows.fetch(int, "select person_id from learning_enrolment order by person_id")
    second, third = country.course(), country.course()
    for course, some in ((second, people[:15]), (third, people[:2])):
        for person in some:
            country.enrol(person, course)
    for language, title in (("en", "Noting and drafting"), ("hi", "टिप्पण और प्रारूपण")):
        CourseText.objects.create(version=second.current_version, language=language, title=title)
    CourseCompetency.objects.create(version=second.current_version, competency=a_competency(at), level=2)
    refresh(at=at, everything=True)
    return country, second, third


def test_given_and_expected(chosen):
    country, _second, third = chosen
    cast = country.cast

    def told(unit, **terms):
        places, more = taken(unit, **{"area": "", "language": "", "order": "course_learners"} | terms)
        assert not more
        assert all(one.state is State.SHOWN for place in places for one in place.figures.values())
        return [(place.name.en, *(one.numerator for one in place.figures.values())) for place in places]

    third_is_few = rows.scalar("select count(*) from insight_placecourse where course_id = %s", [third.pk])
    assert third_is_few == 0
    first = rows.scalar("select code from learning_course order by id limit 1")
    found = told(cast.ministry)
    assert ("Noting and drafting", 15, 0) not in found, "the two of the third would follow from all enrolments there"
    assert told(cast.other_ministry) == [(first, 12, 6)]
    assert told(cast.ministry) == [(first, 29, 14)]
    for person in rows.fetch(int, "select distinct person_id from learning_enrolment order by 1 limit 11 offset 3"):
        if not rows.scalar(
            "select exists (select from learning_enrolment where course_id = %s and person_id = %s)", [third.pk, person]
        ):
            country.enrol(person, third)
    refresh(at=country.at, everything=True)
    assert told(cast.ministry)[:2] == [(first, 29, 14), ("Noting and drafting", 15, 0)]
    assert (
        told(cast.ministry, area="functional") == told(cast.ministry, language="hi") == [("Noting and drafting", 15, 0)]
    )
    assert told(cast.ministry, area="domain") == []


def test_who_sees_it_and_what_the_address_keeps(chosen, browse):
    cast = chosen[0].cast
    for name in ("courses", "courses_xlsx"):
        for unit, who, status in (
            (cast.ministry, cast.admin, 200), (cast.ministry, cast.other_admin, 404),
            (cast.ministry, cast.learner, 404),
            (cast.country, cast.analyst, 200), (cast.country, cast.admin, 404), (cast.department, cast.admin, 404),
        ):  # fmt: skip
            assert browse(reverse(f"insight:{name}", args=[unit.uuid]), who).status_code == status
    address = reverse("insight:courses", args=[cast.country.uuid])
    page = browse(f"{address}?area=domain&order=course_finished&language=x", cast.analyst).content.decode()
    assert 'value="domain" selected' in page
    assert "No course of this kind may be shown here" in page
    assert "area=domain&amp;language=&amp;order=course_finished" in page
    page = browse(address, cast.analyst).content.decode()
    assert re.search(r'<td class="n">41</td><td class="n">48.8%<br>20 of 41</td>', page)
    assert reverse("insight:courses", args=[cast.ministry.uuid]) in page
    file = browse(reverse("insight:courses_xlsx", args=[cast.country.uuid]), cast.analyst).content
    lines = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert lines[1][1:] == [41, 48.8]
