"""A person's posts on the screen, what her office does with them, and who sees her."""

import datetime as dt

import pytest
from django.urls import reverse

from karmayogi.kernel import rows
from karmayogi.kernel.access import Role
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Incumbency, Post
from tests.cast import SET_UP


@pytest.fixture
def vacant(cast, at):
    return Post.objects.get(
        pk=orgs.create_post(
            agent=cast.platform.actor(at), organisation_id=cast.department.id, designation_id=cast.section_officer.id,
            reports_to_id=cast.head.post_id, valid_from=at.date(), at=at,
        ).id
    )  # fmt: skip


def test_a_transfer_from_the_page_of_the_person(cast, browser, vacant):
    bala, page = browser(cast.admin), reverse("orgs:person_posting", args=(cast.learner.person_uuid,))
    order = {"post": vacant.code, "kind": "substantive", "on": "2026-11-20", "order_number": "O.O. 5"}
    assert bala.post(page, order | {"post": "P-0"}).status_code == 422
    assert bala.post(page, order | {"order_number": ""}).status_code == 422
    assert bala.post(page, order).status_code == 302
    html = bala.get(reverse("orgs:person", args=(cast.learner.person_uuid,))).content.decode()
    assert "O.O. 5" in html
    assert html.index("Section Officer") < html.index("Assistant Section Officer")
    before = bala.get(reverse("orgs:person", args=(cast.learner.person_uuid,)), {"on": "2026-11-19"}).content.decode()
    assert "This is how it was on 19 Nov 2026" in before
    assert browser(cast.supervisor).get(reverse("orgs:person", args=(cast.learner.person_uuid,))).status_code == 404


def test_additional_charge_and_retirement(cast, browser, vacant):
    bala = browser(cast.admin)
    charge = {"post": vacant.code, "kind": "additional", "on": "2026-11-20", "order_number": "O.O. 6"}
    assert bala.post(reverse("orgs:person_posting", args=(cast.learner.person_uuid,)), charge).status_code == 302
    assert Incumbency.objects.filter(person_id=cast.learner.person_id, valid_to=None).count() == 2
    end = {"on": "2026-12-01", "reason": "Superannuation"}
    assert bala.post(reverse("orgs:person_retire", args=(cast.learner.person_uuid,)), end).status_code == 302
    assert not Incumbency.objects.filter(person_id=cast.learner.person_id, valid_to=None).exists()


def test_who_can_see_her_and_why(cast, at, browser):
    orgs.grant_authority(
        agent=cast.admin.actor(at), person_id=cast.head.person_id, role=Role.MDO_LEADER,
        organisation_id=cast.department.id, valid_from=at, reason="Head of the department", at=at,
    )  # fmt: skip
    page = reverse("orgs:seen_by", args=(cast.learner.person_uuid,))
    html = browser(cast.learner).get(page).content.decode()
    main = html.partition("<main")[2]
    for name in ("Devi Prasad", "Farah Naqvi", "Bala Subramaniam", "Head of the department", "MDO_ADMIN"):
        assert name in main
    opens, _heading, others = main.partition("Other roles over the office")
    assert "Gita Nair" in others
    assert "Gita Nair" not in opens
    for stranger in ("Chandra Rao", "Hari Singh"):
        assert stranger not in html
    # Everybody on the list, and nobody else, may see her.
    listed = {
        part
        for part, who in cast.everyone.items()
        if orgs.may_see_person(who.actor(at), cast.learner.person_id, at.date())
    }
    assert listed == {"learner", "supervisor", "head", "admin"}
    assert browser(cast.admin).get(page).status_code == 200
    for part in ("supervisor", "outsider", "other_admin", "analyst", "platform"):
        assert browser(cast.everyone[part]).get(page).status_code == 404
    assert rows.scalar("select count(*) from kernel_auditentry where tag = 'orgs:person:see'") == 1


def test_who_could_see_her_and_who_held_roles_on_a_past_day(cast, at, browser):
    """The head led the department in September under another name and another ministry; today she does not."""
    day = dt.date(2026, 9, 10)
    begun, ended = (dt.datetime(2026, 9, n, 6, tzinfo=dt.UTC) for n in (1, 20))
    orgs.grant_authority(
        agent=SET_UP, person_id=cast.head.person_id, role=Role.MDO_LEADER, organisation_id=cast.department.id,
        valid_from=begun, valid_to=ended, reason="Led it for three weeks", at=begun,
    )  # fmt: skip
    orgs.reorganise(
        agent=SET_UP, organisation_id=cast.department.id, parent_id=cast.other_ministry.id, on=dt.date(2026, 10, 1),
        name_en="Department moved away", at=at,
    )  # fmt: skip
    page = reverse("orgs:seen_by", args=(cast.learner.person_uuid,))
    asha = browser(cast.learner)
    today, then = (asha.get(page, asked).content.decode().partition("<main")[2] for asked in ({}, {"on": day}))
    assert "Led it for three weeks" not in today and "Hari Singh" in today and "Department moved away" not in then
    for words in ("Led it for three weeks", "Department of Personnel", "This is how it was on 10 Sep 2026"):
        assert words in then
    assert "Hari Singh" not in then
    roles, gita = reverse("orgs:authorities"), browser(cast.platform)
    now, past = (gita.get(roles, asked).content.decode().partition("<main")[2] for asked in ({}, {"on": day}))
    row = "Farah Naqvi</th><td>"
    assert row not in now and row in past
    assert "Department of Personnel" in past and "Take back now" in now and "Take back now" not in past


def test_names_stand_in_the_readers_letters_and_are_found_in_them(cast, at, browser):
    bala = browser(cast.admin)
    bala.cookies["django_language"] = "hi"

    def main(page, *args, **asked):
        return bala.get(reverse(page, args=args), asked).content.decode().partition("<main")[2]

    assert "आशा वर्मा" in main("orgs:seen_by", cast.learner.person_uuid)
    for q in ("आशा", "asha", "सहायक अनुभाग", "स्थापना अनु"):
        found = main("orgs:posts", cast.ministry.uuid, q=q)
        assert "आशा वर्मा" in found
        assert "Asha Verma" not in found
    assert "आशा वर्मा" in main("orgs:people", cast.ministry.uuid, q="सहायक अनुभाग")
    assert "आशा वर्मा" not in main("orgs:people", cast.ministry.uuid, q="अवर सचिव")
    post = Post.objects.get(pk=cast.learner.post_id)
    html = main("orgs:post", post.uuid)
    assert "आशा वर्मा" in html
    assert "· अनुभाग अधिकारी" in html
    assert "Section Officer" not in html
