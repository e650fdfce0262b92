"""People are told in chunks; what is taken back is taken back in words; who comes meanwhile misses nothing."""

import datetime as dt

from django.urls import reverse

from karmayogi.kernel import rows
from karmayogi.kernel.access import System
from karmayogi.orgs import api as orgs
from karmayogi.plans import api as plans
from karmayogi.plans.actions import tell_people
from karmayogi.plans.actions.decide_mandate import undo_publication
from karmayogi.plans.actions.replace_mandate import replace_mandate
from karmayogi.plans.actions.write_mandate import remove_rule
from karmayogi.plans.models import Notice, NoticeRun
from karmayogi.plans.queries.notices import notices_of
from tests.plans.web.test_mandates import text


def test_everybody_is_told_once_and_reads_that_it_was_taken_back(desk, cast, at, browse, monkeypatch):
    monkeypatch.setattr(tell_people, "CHUNK", 2)
    mandate = desk.live(course=desk.course())
    run = NoticeRun.objects.get()
    assert (run.state, run.people, run.told) == ("running", 4, 0), "publishing waits for nobody"
    page, mine = reverse("plans:mandate", args=[mandate]), reverse("plans:mine")
    assert tell_people._step(run.pk)
    assert "2 of 4 people told" in text(browse(cast.admin, page))
    desk.run_jobs()
    run.refresh_from_db()
    assert (run.state, run.told, Notice.objects.count()) == ("done", 4, 4)
    assert "4 people were told" in text(browse(cast.admin, page))
    assert "“Dignity at work” (A-1/2026) binds you." in text(browse(cast.learner, mine))
    assert not notices_of(cast.outsider.person_id, at)
    undo_publication(actor=cast.admin.actor(at), mandate=mandate, at=at + dt.timedelta(hours=2))
    said = text(browse(cast.learner, mine))
    assert "was taken back: it binds nobody." in said
    assert "No order binds you today" in said
    assert notices_of(cast.learner.person_id, at + dt.timedelta(days=15)) == [], "news of two weeks"
    edit = {"actor": cast.admin.actor(at), "mandate": mandate, "rule": 0, "at": at + dt.timedelta(hours=3)}
    learner = plans.Value("person", person_id=cast.learner.person_id)
    plans.add_condition(revision=desk.revision(mandate), value=learner, excludes=True, **edit)
    said = text(browse(cast.learner, mine))
    assert "An order that you were told of was taken back" in said
    assert "Dignity at work" not in said, "what a draft is called is not told"
    desk.publish(mandate)
    desk.run_jobs()
    said = text(browse(cast.learner, mine))
    assert "binds you" not in said.replace("No order binds you today.", ""), "it is in force again, not for her"
    undo_publication(actor=cast.admin.actor(at), mandate=mandate, at=at)
    number = rows.scalar("select number from plans_mandaterule where excludes")
    remove_rule(actor=edit["actor"], mandate=mandate, revision=desk.revision(mandate), rule=number, at=at)
    desk.publish(mandate)
    desk.run_jobs()
    assert Notice.objects.count() == 4, "told again under the same row"
    assert [one.status for one in notices_of(cast.learner.person_id, at)] == ["live"]
    new = replace_mandate(actor=cast.admin.actor(at), mandate=mandate, at=at)
    rows.run("update plans_mandate set number = 'A-2' where uuid = %s", [new])
    desk.publish(new)
    desk.run_jobs()
    assert {(one.status, one.replaced_by) for one in notices_of(cast.learner.person_id, at)} == {
        ("retired", "A-2"), ("live", None),
    }  # fmt: skip
    assert tell_people.clear_notices(at + dt.timedelta(days=61)) == 8


def test_an_order_that_is_taken_back_while_people_are_told_tells_nobody_more(desk, cast, at, monkeypatch):
    monkeypatch.setattr(tell_people, "CHUNK", 1)
    mandate = desk.live(course=desk.course())
    run = NoticeRun.objects.get()
    assert tell_people._step(run.pk)
    undo_publication(actor=cast.admin.actor(at), mandate=mandate, at=at)
    desk.run_jobs()
    assert (NoticeRun.objects.get().state, Notice.objects.count()) == ("stopped", 1)


def test_telling_goes_on_where_it_was_when_what_replaced_the_order_is_taken_back(desk, cast, at, monkeypatch):
    monkeypatch.setattr(tell_people, "CHUNK", 1)
    old = desk.live(course=desk.course())
    run = NoticeRun.objects.get()
    assert tell_people._step(run.pk)
    new = replace_mandate(actor=cast.admin.actor(at), mandate=old, at=at)
    with monkeypatch.context() as busy:
        busy.setattr(tell_people, "_step", lambda run: False)  # while the rehearsal is counted nobody is told
        desk.publish(new)
    run.refresh_from_db()
    assert (run.state, run.told) == ("stopped", 1)
    undo_publication(actor=cast.admin.actor(at), mandate=new, at=at)
    desk.run_jobs()
    run.refresh_from_db()
    assert (run.state, run.told, Notice.objects.filter(mandate__uuid=old).count()) == ("done", 4, 4)


def test_an_audience_that_changes_while_people_are_told(desk, cast, at, monkeypatch):
    """Whoever leaves is bound no more, whoever comes is bound at once; telling goes on over who is there."""
    monkeypatch.setattr(tell_people, "CHUNK", 2)
    mandate = desk.live(course=desk.course(), of=cast.department)
    run = NoticeRun.objects.get()
    assert tell_people._step(run.pk)
    seat = orgs.create_post(
        agent=System("set-up"), organisation_id=cast.department.id, designation_id=cast.assistant.id,
        reports_to_id=None, valid_from=at.date(), at=at,
    )  # fmt: skip
    moved = {"agent": System("set-up"), "on": at.date(), "order_number": "T-1", "at": at}
    orgs.transfer(person_id=cast.outsider.person_id, to_post_id=seat.id, **moved)
    away = orgs.create_post(
        agent=System("set-up"), organisation_id=cast.other_department.id, designation_id=cast.assistant.id,
        reports_to_id=None, valid_from=at.date(), at=at,
    )  # fmt: skip
    orgs.transfer(person_id=cast.learner.person_id, to_post_id=away.id, **moved)
    bound = {
        who.name: bool(plans.list_of(who.person_id, at.date())) for who in (cast.outsider, cast.learner, cast.head)
    }
    assert bound == {"Chandra Rao": True, "Asha Verma": False, "Farah Naqvi": True}
    desk.run_jobs()
    assert NoticeRun.objects.get().state == "done"
    assert Notice.objects.filter(mandate__uuid=mandate, person_id=cast.outsider.person_id).exists()
