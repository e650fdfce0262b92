"""More time and exemptions: asked for, decided by the office, never by oneself; what is past is told."""

import datetime as dt

import pytest
from django.urls import reverse

from karmayogi.kernel import rows
from karmayogi.kernel.access import Refused
from karmayogi.plans.actions.reliefs import decide_relief
from karmayogi.plans.models import Relief
from tests.plans.web.test_mandates import text


def test_more_time_is_asked_for_decided_and_counts(desk, cast, browse):
    past = {"anchor": "fixed", "fixed_on": dt.date(2026, 6, 30), "starts_on": dt.date(2026, 4, 1), "amount": 0}
    mandate = desk.live(course=desk.course(), **past)
    asha, bala = cast.learner, cast.admin
    ask, page = (reverse(f"plans:{name}", args=[mandate]) for name in ("ask", "obligation"))
    assert "Overdue (1)" in text(browse(asha, reverse("plans:mine")))
    assert "after today" in text(browse(asha, ask, {"kind": "extension", "until": "2026-10-01", "reason": "Ill"}))
    assert "needs" not in text(browse(asha, ask))
    for _twice in range(2):
        browse(asha, ask, {"kind": "extension", "until": "2026-12-15", "reason": "Hospital"})
    relief = Relief.objects.get()
    assert "Waits for the office" in text(browse(asha, page))
    assert "Exemptions and extensions asked for" in text(browse(bala, "/administration/"))
    one = reverse("plans:relief", args=[relief.uuid])
    assert "More time: until 15 Dec 2026 instead of 30 Jun 2026" in text(browse(bala, one))
    assert browse(cast.other_admin, one).status_code == 404
    assert browse(cast.supervisor, one).status_code == 404
    browse(bala, one, {"decision": "refuse"})
    assert Relief.objects.get().state == "waiting", "a refusal without a word"
    browse(bala, one, {"decision": "grant"})
    said = text(browse(asha, page))
    assert "Open, extended" in said
    assert "extended by your office 15 Dec 2026" in said
    assert rows.fetch(str, "select tag from kernel_auditentry where subject_uuid = %s order by id", [relief.uuid]) == [
        "plans:relief:ask",
        "plans:relief:grant",
    ]


def test_nobody_decides_about_herself_and_what_waits_can_be_taken_back(desk, cast, browse):
    mandate = desk.live(course=desk.course())
    bala = cast.admin
    browse(bala, reverse("plans:ask", args=[mandate]), {"kind": "exemption", "reason": "I teach it"})
    relief = Relief.objects.get()
    one = reverse("plans:relief", args=[relief.uuid])
    assert "Nobody decides about their own record" in text(browse(bala, one))
    browse(bala, one, {"decision": "grant"})
    assert Relief.objects.get().state == "waiting"
    withdraw = reverse("plans:withdraw", args=[relief.uuid])
    assert browse(cast.learner, withdraw, {}).status_code == 404
    browse(bala, withdraw, {})
    assert Relief.objects.get().state == "withdrawn"
    assert "No request waits" in text(browse(bala, reverse("plans:reliefs")))


def test_more_time_ends_before_the_next_time_begins(desk, cast, browse):
    yearly = {"round_to": "year", "amount": 0, "repeat_months": 12, "repeat_basis": "due", "repeat_window": 12}
    mandate = desk.live(course=desk.course(), **yearly)
    ask = reverse("plans:ask", args=[mandate])
    said = text(browse(cast.learner, ask, {"kind": "extension", "until": "2027-04-30", "reason": "Leave"}))
    assert "By then it is asked for again" in said
    assert not Relief.objects.exists()


def test_time_that_is_past_is_not_granted_and_a_nul_is_no_fault(desk, cast, at, browse):
    mandate = desk.live(course=desk.course())
    browse(
        cast.learner,
        reverse("plans:ask", args=[mandate]),
        {"kind": "extension", "until": "2026-12-25", "reason": "Ill"},
    )
    relief = Relief.objects.get()
    with pytest.raises(Refused, match="is past"):
        decide_relief(
            actor=cast.admin.actor(at), relief=relief.uuid, grant=True, note="", at=at + dt.timedelta(days=36)
        )
    browse(cast.admin, reverse("plans:relief", args=[relief.uuid]), {"decision": "refuse", "note": "No\0t now"})
    assert Relief.objects.get().note == "Not now"
    browse(cast.admin, reverse("plans:retire", args=[mandate]), {"reason": "Over\0"})
    assert rows.scalar("select retired_reason from plans_mandate where uuid = %s", [mandate]) == "Over"
