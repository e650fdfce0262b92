"""Pages on which an office keeps peak duty, costs and limits; groups by rule; examples; what a rehearsal then says."""

import io
import re

import pytest
from django.urls import reverse

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound
from karmayogi.plans import api as plans
from karmayogi.plans.actions.people_groups import take_group
from karmayogi.plans.models import Mandate, MandateCondition, MandateRule, Peak, PeopleGroup, Rate
from tests.plans.web.test_mandates import TERMS, text


def test_an_office_keeps_its_calendar_and_a_rehearsal_reads_it(desk, cast, browse):
    peaks, rates = (reverse(f"plans:{name}", args=[cast.ministry.uuid]) for name in ("peaks", "rates"))
    given = {
        "do": "add",
        "kind": "budget",
        "name_en": "Budget weeks",
        "from_on": "2026-12-15",
        "until_on": "2026-12-31",
    }
    assert browse(cast.admin, peaks, given | {"until_on": "2026-12-01"}).status_code == 422
    assert not Peak.objects.exists(), "it would end before it begins"
    assert browse(cast.admin, peaks, given | {"service": "No such"}).status_code == 422
    assert browse(cast.admin, peaks, given).status_code == 302
    assert "Budget weeks Budget" in text(browse(cast.admin, peaks + "?year=2026&q=budget"))
    assert "No peak duty is entered" in text(browse(cast.admin, peaks + "?year=2027"))
    file = browse(cast.admin, peaks + "?file=csv").content
    assert b"budget,Budget weeks,,,2026-12-15,2026-12-31,,," in file
    below = reverse("plans:peaks", args=[cast.department.uuid])
    upload = io.BytesIO(file)
    upload.name = "peaks.csv"
    assert browse(cast.admin, below, {"do": "import", "file": upload}).status_code == 302
    assert Peak.objects.count() == 2
    browse(cast.admin, below, {"do": "remove", "peak": Peak.objects.latest("pk").uuid})
    assert Peak.objects.count() == 1
    assert browse(cast.other_admin, peaks).status_code == 404
    assert browse(cast.learner, rates).status_code == 404

    assert "No rate is entered" in text(browse(cast.admin, rates))
    fee = {"do": "add", "kind": "fee", "rupees": "1,250.50", "from_on": "2026-04-01", "source": "Contract 7"}
    assert browse(cast.admin, rates, fee | {"provider": "NOBODY"}).status_code == 422
    browse(cast.admin, rates, fee)
    browse(cast.admin, rates, {"do": "limit", "per": "month", "hours": "1", "from_on": "2026-04-01"})
    said = text(browse(cast.admin, rates))
    assert "₹ 1,250.50" in said.replace("\u00a0", " ")
    assert "1 h a month from 1 Apr 2026" in said
    assert b"fee,,,1250.50,,2026-04-01,Contract 7" in browse(cast.admin, rates + "?file=csv").content

    mandate = desk.draft(course=desk.course(minutes=90))
    page = reverse("plans:mandate", args=[mandate])
    plans.rehearse(actor=cast.admin.actor(desk.at), mandate=mandate, at=desk.at)
    desk.run_jobs()
    said = text(browse(cast.admin, page)).replace("\u00a0", " ")
    assert "What it costs at most: ₹ 5,002" in said
    assert "4 people × ₹ 1,250.50 ₹ 5,002" in said
    assert "Dates of 4 people lie in peak duty" in said
    assert "Budget weeks Budget, 15 Dec 2026 – 31 Dec 2026 Due date 20 Dec 2026 3" in said
    assert "4 people would be asked for more than their office allows, counted with 0 other orders in force" in said
    file = reverse("plans:rehearsal_csv", args=[mandate])
    parts = {part: browse(cast.admin, f"{file}?part={part}").content.decode() for part in ("costs", "clashes", "above")}
    assert "Department of Personnel,Dignity at work,Fee or licence of a person,3,1,1250.50,3751.50" in parts["costs"]
    assert "Department of Personnel,Budget weeks,Budget,2026-12-15,2026-12-31,Due date,2026-12-20" in parts["clashes"]
    assert "Asha Verma,,Establishment Section,2026-12-01,90,90,60" in parts["above"]
    assert rows.scalar("select count(*) from kernel_auditentry where tag = 'plans:rehearsal:people'") == 1
    browse(cast.admin, rates, {"do": "remove", "rate": Rate.objects.get().pk})
    plans.rehearse(actor=cast.admin.actor(desk.at), mandate=mandate, at=desk.at)
    desk.run_jobs()
    assert "What it costs at most: not known" in text(browse(cast.admin, page))


def test_rules_are_kept_as_a_group_and_taken_as_a_copy(desk, cast, browse, at):
    mandate = desk.draft(course=desk.course(), value=plans.Value("designation", designation_id=cast.assistant.id))
    audience = reverse("plans:audience", args=[mandate])
    browse(cast.admin, audience, {"do": "keep_group", "name": "Assistants"})
    group = PeopleGroup.objects.get(name="Assistants")
    other = desk.draft(of=cast.department, course=desk.course(), value=plans.Value("tag", text="nobody"))
    audience = reverse("plans:audience", args=[other])
    assert "Assistants Ministry of Personnel" in text(browse(cast.admin, audience))
    seen = desk.revision(other)
    browse(cast.admin, audience, {"do": "take_group", "group": group.uuid, "revision": seen})
    assert "1 people today" in text(browse(cast.admin, audience))
    assert MandateRule.objects.filter(mandate__uuid=other).count() == 2
    value = plans.Value("person", person_id=cast.admin.person_id)
    by_name = desk.draft(course=desk.course(), value=value)
    browse(cast.admin, reverse("plans:audience", args=[by_name]), {"do": "keep_group", "name": "By name"})
    assert "By name" not in text(browse(cast.admin, audience)), "names of elsewhere are not told to an office below"
    assert "By name" in text(browse(cast.admin, reverse("plans:audience", args=[by_name])))
    foreign = desk.draft(who=cast.other_admin, of=cast.other_ministry, course=desk.course())
    with pytest.raises(NotFound):
        take_group(actor=cast.other_admin.actor(at), mandate=foreign, revision=desk.revision(foreign),
                   group=group.uuid, at=at)  # fmt: skip
    browse(cast.admin, audience, {"do": "drop_group", "group": group.uuid, "revision": seen})
    assert PeopleGroup.objects.filter(name="Assistants").exists(), "of the ministry above, not of this office"
    audience = reverse("plans:audience", args=[mandate])
    browse(cast.admin, audience, {"do": "drop_group", "group": group.uuid, "revision": seen})
    assert not PeopleGroup.objects.filter(name="Assistants").exists()
    assert MandateCondition.objects.filter(rule__mandate__uuid=other, attribute="designation").count() == 1, "a copy"


def test_examples_are_shown_before_anything_is_saved(desk, cast, browse):
    new = reverse("plans:new", args=[cast.ministry.uuid])
    page = browse(cast.admin, new, TERMS | {"do": "examples", "anchor": "posting", "amount": "3", "unit": "months"})
    said = text(page)
    assert "Somebody who joins and takes the post on 4 Jan 2027 took the post 4 Jan 2027 , plus 3 months" in said
    assert "Due by 4 Apr 2027." in said
    assert not Mandate.objects.exists()
    assert re.search(r'name="amount"[^>]*value="3"', page.content.decode())
    wrong = browse(cast.admin, new, TERMS | {"do": "examples", "ends_on": "2026-01-01"})
    assert "It would end before it takes effect." in text(wrong)
    mandate = desk.draft(course=desk.course())
    assert "Worked examples" in text(browse(cast.admin, reverse("plans:mandate", args=[mandate])))


def test_points_are_asked_for_by_a_form_and_counted(desk, cast, browse, at):
    points = TERMS | {"wants": "points", "needed": "5", "anchor": "start", "unit": "days", "amount": "30"}
    browse(cast.admin, reverse("plans:new", args=[cast.ministry.uuid]), points)
    mandate = Mandate.objects.get().uuid
    plans.add_condition(
        actor=cast.admin.actor(at), mandate=mandate, revision=desk.revision(mandate), rule=0, value=None, at=at
    )
    desk.publish(mandate)
    mine = reverse("plans:mine")
    assert "Gain 5 points. 0 of 5" in text(browse(cast.learner, mine))
    desk.complete(cast.learner.person_id, desk.course(), at.date())
    assert "Completed (1)" in text(browse(cast.learner, mine)), "a first course gives its points"
