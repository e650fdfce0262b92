"""The page of a programme: its picture in words, and its gates at every door."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from karmayogi.kernel import clock
from karmayogi.kernel.access import Refused
from karmayogi.learning import api
from karmayogi.learning.models import Admission, CatalogueEntry, Course, Enrolment, ProgrammeEnrolment
from karmayogi.learning.queries.collections.programme import programme_page
from karmayogi.learning.queries.collections.structures import forget_structures
from karmayogi.learning.types import ProgrammeStep
from tests.learning.conftest import SETUP


@pytest.fixture
def path(kcm, write_course, at):
    """Two courses behind each other; (programme, first, second)."""
    forget_structures()
    first, second = (
        api.import_course(agent=SETUP, folder=write_course(code, f"Course {code}", quiz=False), at=at)
        for code in ("T-A", "T-B")
    )
    stages = tuple(
        ProgrammeStep(rule="all", titles={"en": name}, steps=(ProgrammeStep(code=code),))
        for name, code in (("Basics", "T-A"), ("Practice", "T-B"))
    )
    whole = api.publish_programme(
        agent=SETUP, code="T-P", provider="X", titles={"en": "A path"}, summaries={"en": "Both."}, competencies=[],
        whole=ProgrammeStep(rule="in_order", steps=stages), at=at,
    )  # fmt: skip
    yield whole, first, second
    forget_structures()


@pytest.fixture
def asha(cast, at):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    with clock.frozen(at):
        yield client


def page_of(client, programme):
    answer = client.get(reverse("learning:programme", args=(programme.uuid,)))
    assert answer.status_code == 200
    return answer.content.decode()


def test_joined_and_the_second_stage_says_what_it_waits_for(asha, path):
    programme, _first, second = path
    assert "Enrol and begin" in page_of(asha, programme)
    assert asha.post(reverse("learning:programme_join", args=(programme.uuid,))).status_code == 302
    text = page_of(asha, programme)
    assert "Opens after 1 of 1 of “Basics”; you have 0." in text and "Not open yet" in text
    assert "Stages done: 0/2" in text
    # By hand: the page of the course says why, and pressing its button changes nothing.
    assert "Opens after 1 of 1" in asha.get(reverse("learning:course", args=(second.uuid,))).content.decode()
    asha.post(reverse("learning:enrol", args=(second.uuid,)))
    assert Enrolment.objects.count() == 0
    assert "A path" in asha.get(reverse("learning:mine")).content.decode()
    leave = reverse("learning:programme_leave", args=(ProgrammeEnrolment.objects.get().uuid,))
    assert asha.post(leave).status_code == 302
    assert ProgrammeEnrolment.objects.get().status == "withdrawn"


def test_the_catalogue_leads_there_and_the_address_of_a_course_does_too(asha, path):
    programme = path[0]
    address = reverse("learning:programme", args=(programme.uuid,))
    found = asha.get(reverse("learning:catalogue") + "?kind=programme").content.decode()
    assert address in found and "Course T-A" not in found
    assert asha.get(reverse("learning:course", args=(programme.uuid,)))["Location"] == address


def test_few_queries(asha, path, django_assert_max_num_queries):
    page_of(asha, path[0])
    with django_assert_max_num_queries(9):
        page_of(asha, path[0])


def test_nobody_signed_in_sees_the_path_and_joins_nothing(path, at):
    with clock.frozen(at):
        client = Client()
        assert "Basics" in page_of(client, path[0])
        client.post(reverse("learning:programme_join", args=(path[0].uuid,)))
    assert ProgrammeEnrolment.objects.count() == 0


@pytest.fixture
def in_a_row(path, at):
    """A programme of its items alone, one after the other."""
    _whole, first, second = path
    steps = tuple(ProgrammeStep(code=one.code) for one in (first, second))
    return api.publish_programme(
        agent=SETUP, code="T-ROW", provider="X", titles={"en": "In a row"}, summaries={"en": "Both."}, competencies=[],
        whole=ProgrammeStep(rule="in_order", steps=steps), at=at,
    )  # fmt: skip


def test_what_is_waited_for_is_not_named_to_who_does_not_find_it(asha, cast, path, in_a_row, at):
    _whole, first, second = path
    asha.post(reverse("learning:programme_join", args=(in_a_row.uuid,)))
    doors = (reverse("learning:programme", args=(in_a_row.uuid,)), reverse("learning:course", args=(second.uuid,)))
    for door in doors:
        assert "Opens after Course T-A." in asha.get(door).content.decode()
    Course.objects.filter(id=first.id).update(audience="invited")
    CatalogueEntry.objects.filter(course_id=first.id).update(hidden=True)
    for door in doors:
        text = asha.get(door).content.decode()
        assert "Opens after an item for invited people." in text and "Course T-A" not in text
    with pytest.raises(Refused, match="invited people"):
        api.enrol(actor=cast.learner.actor(at), course_uuid=second.uuid, language="en", at=at)
    Admission.objects.create(course_id=first.id, person_id=cast.learner.person_id, via="named", at=at)
    for door in doors:
        assert "Opens after Course T-A." in asha.get(door).content.decode()


def test_no_query_for_what_each_line_waits_for(in_a_row, at, django_assert_max_num_queries):
    programme_page(in_a_row.uuid, None, at.date())
    with django_assert_max_num_queries(3):
        page = programme_page(in_a_row.uuid, None, at.date())
    assert page.stages[1].waits == "Opens after Course T-A."
