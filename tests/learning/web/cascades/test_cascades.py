"""The pages of cascades: counts for whoever reads figures, names in one's own offices, acts for whoever keeps it."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from karmayogi.kernel import clock
from karmayogi.learning.models import Cascade, CascadeSession, CascadeTrainer
from tests.learning.actions.cascades.conftest import HOUR, attend, begun, event  # noqa: F401 (fixtures)

FORM = {
    "organisation": "T-MOP", "name_en": "Serve well", "name_hi": "सेवा", "tier_en1": "Master trainers",
    "tier_hi1": "मुख्य प्रशिक्षक", "planned1": "20", "due_on1": "2027-01-31", "tier_en2": "District", "tier_hi2": "ज़िला",
    "planned2": "400", "due_on2": "2027-03-31",
}  # fmt: skip


@pytest.fixture
def open_as(at):
    def make(who):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = who.cookie(at)
        return client

    with clock.frozen(at):
        yield make


def test_a_cascade_from_the_form_to_who_trained_whom(open_as, cast, course, event, attend, at):  # noqa: F811
    admin = open_as(cast.admin)
    begin = reverse("learning:cascade_begin")
    assert admin.get(begin).status_code == 200
    wrong = admin.post(begin, FORM | {"course": course.code, "due_on2": "soon"})
    assert wrong.status_code == 422 and "by when" in wrong.content.decode() and "Serve well" in wrong.content.decode()
    assert admin.post(begin, FORM | {"course": course.code}).status_code == 302
    cascade = Cascade.objects.get()
    tree = reverse("learning:cascade_tree", args=(cascade.uuid,))
    first = event("E-1", 24)
    add = {"act": "add", "tier": "1", "event": "E-1", "leader": ""}
    assert admin.post(tree, add).status_code == 302
    again = admin.post(tree, add | {"tier": "2", "leader": "x@example.in"})
    told = again.content.decode()
    assert again.status_code == 422
    assert 'value="E-1"' in told and 'value="x@example.in"' in told and 'value="2" selected' in told, (
        "nothing typed is lost"
    )
    assert "a session of a cascade already" in told and "led by Prof. T" in told and "fewer than 10 trained" in told
    attend(first, at + 26 * HOUR, cast.supervisor, cast.outsider)
    page = admin.get(reverse("learning:cascade", args=(cascade.uuid,))).content.decode()
    assert "Master trainers" in page and "not shown" in page
    trainers = reverse("learning:cascade_trainers", args=(cascade.uuid,))
    names = admin.get(trainers).content.decode()
    assert "Devi Prasad" in names and "Chandra Rao" not in names
    found = admin.get(reverse("learning:cascades") + "?q=serve").content.decode()
    assert (
        "Serve well" in found
        and "No cascade fits" in admin.get(reverse("learning:cascades") + "?q=x%").content.decode()
    )
    for name in ("cascade_states", "cascade_trainers_sheet"):
        assert admin.get(reverse(f"learning:{name}", args=(cascade.uuid,))).status_code == 200
    assert admin.get(reverse("learning:cascades_sheet")).status_code == 200
    row = CascadeTrainer.objects.get(person_id=cast.supervisor.person_id)
    bar = reverse("learning:cascade_bar", args=(cascade.uuid, row.uuid))
    assert "A bar has a reason" in admin.post(bar, {"act": "bar", "reason": ""}, follow=True).content.decode()
    assert "Absent twice" in admin.post(bar, {"act": "bar", "reason": "Absent twice"}, follow=True).content.decode()
    mine = open_as(cast.supervisor).get(reverse("learning:mine")).content.decode()
    assert "You are a master trainer of “Serve well”" in mine and "Absent twice" in mine
    session = CascadeSession.objects.get()
    assert admin.get(tree + f"?of={session.uuid}").status_code == 200
    assert admin.get(tree + "?of=none").status_code == 404
    elsewhere = open_as(cast.other_admin)
    assert "Add a session" not in elsewhere.get(tree).content.decode()
    for post in ({"act": "remove", "session": session.uuid}, add):
        assert elsewhere.post(tree, post).status_code == 404
    assert open_as(cast.learner).get(reverse("learning:cascades")).status_code == 404
    assert admin.post(tree, {"act": "remove", "session": session.uuid}).status_code == 302
    assert admin.post(reverse("learning:cascade_close", args=(cascade.uuid,))).status_code == 302
    assert "Add a session" not in admin.get(tree).content.decode()
