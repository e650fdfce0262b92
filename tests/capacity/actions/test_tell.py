"""Owners hear of the plan and of their quarter, the chair of what waits for her: once, by mail and on Today."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from karmayogi.capacity import api as capacity
from karmayogi.capacity.actions.decide_plan import agree_plan, send_back
from karmayogi.capacity.actions.draft_plan import next_version
from karmayogi.capacity.actions.tell import tell_ahead, tell_chairs
from karmayogi.capacity.models import Intervention, Told
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import NotFound, Refused

DAY = dt.timedelta(days=1)


def told():
    found = [(one.to[0].split("@")[0], one.subject) for one in mail.outbox]
    mail.outbox.clear()
    return sorted(found)


def test_the_owner_is_told_at_publication_and_before_the_quarter(planning, cast, at, run_jobs, browse):
    plan = planning.whole()
    first = Intervention.objects.get(plan__uuid=plan).uuid
    last = planning.training(plan, quarter=4, title_en="Minutes", seats=1)
    post = rows.scalar("select uuid from orgs_post where id = %s", [cast.learner.post_id])
    foreign = rows.scalar("select uuid from orgs_post where id = %s", [cast.outsider.post_id])
    for wrong in ({"person": cast.outsider.person_uuid}, {"post": foreign}):
        with pytest.raises(NotFound):
            capacity.tie_owner(**planning.said(plan), intervention=first, **wrong)
    with pytest.raises(Refused, match="not both"):
        capacity.tie_owner(**planning.said(plan), intervention=first, post=post, person=cast.learner.person_uuid)
    capacity.tie_owner(**planning.said(plan), intervention=first, person=cast.supervisor.person_uuid)
    page = reverse("capacity:intervention", args=[plan, last])
    assert str(post) in browse(cast.admin, f"{page}?who=assistant").content.decode()
    browse(cast.admin, page, {"do": "owner", "post": post, "revision": planning.revision(plan)})
    assert Intervention.objects.get(uuid=last).owner_post_id == cast.learner.post_id
    mail.outbox.clear()
    planning.published(plan)
    run_jobs()
    run_jobs()
    assert told() == [("asha", "Minutes"), ("devi", "Noting and drafting")]
    today = browse(cast.learner, reverse("portal:today")).content.decode()
    assert "Minutes" in today
    assert reverse("capacity:mine") in today
    assert "Minutes" in browse(cast.learner, reverse("capacity:mine")).content.decode()
    assert "Noting and drafting" not in browse(cast.learner, reverse("capacity:mine")).content.decode()
    assert tell_ahead(at) == 0
    for days, count in ((27, 0), (28, 1), (35, 0)):  # the fourth quarter begins on 1 January
        assert tell_ahead(at + days * DAY) == count, days
        run_jobs()
    assert told() == [("asha", "Minutes")]
    # The next version tells only who is new to it; the note of the others points at it.
    draft = next_version(actor=cast.admin.actor(at), plan=plan, at=at)
    copied = Intervention.objects.get(plan__uuid=draft, title_en="Minutes")
    capacity.tie_owner(**planning.said(draft), intervention=copied.uuid, person=cast.head.person_uuid)
    planning.published(draft)
    run_jobs()
    assert told() == [("farah", "Minutes")]
    assert Told.objects.get(person_id=cast.supervisor.person_id, what="owner").plan.uuid == draft
    assert "Minutes" not in browse(cast.learner, reverse("capacity:mine")).content.decode()


def test_the_chair_is_told_of_what_waits_once_for_each_time(planning, cast, at, run_jobs, browse):
    plan, devi = planning.whole(), cast.supervisor
    rows.run("update capacity_plan set needs_state = 'none'")
    assert tell_chairs(at) == 0, "the draft lacks something"
    rows.run("update capacity_plan set needs_state = 'done'")
    mail.outbox.clear()
    assert [tell_chairs(at), tell_chairs(at + DAY)] == [1, 0]
    run_jobs()
    assert told() == [("devi", "An annual plan waits for you")]
    note = reverse("capacity:plan", args=[plan])
    assert note in browse(devi, reverse("portal:today")).content.decode()
    agree_plan(actor=devi.actor(at), plan=plan, revision=planning.revision(plan), at=at)
    assert note not in browse(devi, reverse("portal:today")).content.decode(), "it waits for her no more"
    send_back(actor=cast.admin.actor(at), plan=plan, reason="A title is wrong", at=at)
    assert tell_chairs(at) == 1, "it waits again"
    planning.published(plan)
    december = at + 15 * DAY
    with clock.frozen(december):
        assert [tell_chairs(december), tell_chairs(december + DAY)] == [1, 0]
        run_jobs()
        assert ("devi", "A quarter is to be reviewed") in told()
