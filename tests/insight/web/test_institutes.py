"""What providers offer: sums of courses, small groups hidden across provider and courses, who may see whom."""

import io
import uuid

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.insight.actions.refresh import refresh
from karmayogi.insight.queries.offers import access_offer, providers
from karmayogi.insight.types import State
from karmayogi.insight.web import institutes
from karmayogi.kernel import rows
from karmayogi.learning.models import CourseRating, Provider


@pytest.fixture
def offered(country, at):
    """Of one provider three courses: 41 took up the first, 12 the second, 3 the third; ratings of 20, 11 and 2."""
    people = rows.fetch(int, "select person_id from learning_enrolment order by person_id")
    first = rows.scalar("select id from learning_course")
    rows.run("update learning_provider set status = 'licensed'")
    second, third = country.course(), country.course()
    for course, some in ((second, people[:12]), (third, people[:3])):
        for person in some:
            country.enrol(person, course)
    for course, raters, stars in ((first, people[:20], 4), (second.id, people[:11], 2), (third.id, people[:2], 1)):
        for person in raters:
            CourseRating.objects.create(course_id=course, person_id=person, stars=stars, given_at=at, changed_at=at)
    CourseRating.objects.create(
        course_id=first, person_id=people[30], stars=1, given_at=at, changed_at=at, hidden_at=at, hidden_reason="x"
    )
    refresh(at=at, everything=True)
    return country


def test_given_and_expected_and_nothing_small_by_subtraction(offered, at):
    (place,) = providers()
    assert {code: one.value for code, one in place.figures.items()} == {
        "offer_courses": 3, "offer_enrolments": 56, "offer_completed": round(20 * 100 / 56, 1),
        "offer_rating": round((80 + 22 + 2) / 33, 1),
    }  # fmt: skip
    offer = access_offer(offered.cast.analyst.actor(at), uuid.UUID(place.code))
    states = [[one.figures[code].state for one in offer.courses] for code in ("offer_enrolments", "offer_rating")]
    assert states == [[State.SHOWN, State.WITHHELD, State.FEW]] * 2, "the third would follow from the second"
    assert [one.figures["offer_courses"].value for one in offer.courses] == [1, 1, 1], "the catalogue is public"


def test_who_sees_which_and_files_tell_no_more(offered, browse, at):
    cast, provider = offered.cast, Provider.objects.get()
    page = reverse("insight:institute", args=[provider.uuid])
    file = reverse("insight:institute_xlsx", args=[provider.uuid])
    for part, status in (("analyst", 200), ("admin", 404), ("learner", 404), ("platform", 404)):
        assert browse(page, getattr(cast, part)).status_code == status
        assert browse(file, getattr(cast, part)).status_code == status
        assert browse(reverse("insight:institutes"), getattr(cast, part)).status_code == status
        assert browse(reverse("insight:institutes_xlsx"), getattr(cast, part)).status_code == status
    assert browse(reverse("insight:institute", args=[uuid.uuid4()]), cast.analyst).status_code == 404
    rows.run(
        "insert into learning_providermember (provider_id, person_id, role, given_at) values (%s, %s, 'EDITOR', %s)",
        [provider.pk, cast.learner.person_id, at],
    )
    assert browse(page, cast.learner).status_code == 200
    rows.run("update learning_provider set organisation_id = %s", [cast.section.id])
    assert browse(page, cast.admin).status_code == 200
    assert browse(page, cast.other_admin).status_code == 404
    lines = CalamineWorkbook.from_filelike(io.BytesIO(browse(file, cast.analyst).content)).get_sheet_by_index(0)
    assert [row[2] for row in lines.to_python()[1:]] == [56, 41, "withheld", "fewer than 10 officers"]
    ordered = browse(reverse("insight:institutes") + "?order=offer_rating", cast.analyst)
    assert ordered.status_code == 200


def test_a_page_that_is_cut_says_so_and_the_file_is_not_cut(offered, browse, monkeypatch):
    cast, provider = offered.cast, Provider.objects.get()
    monkeypatch.setattr(institutes, "MOST", 1)
    page = browse(reverse("insight:institute", args=[provider.uuid]), cast.analyst).content.decode()
    assert "the file has all of them" in page
    assert "the file has all of them" not in browse(reverse("insight:institutes"), cast.analyst).content.decode()
    file = browse(reverse("insight:institute_xlsx", args=[provider.uuid]), cast.analyst)
    lines = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert len(lines) == 1 + 1 + 3
