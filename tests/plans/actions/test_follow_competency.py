"""A mandate follows the competency that it asks for into what it is merged with, and back; the page says so."""

import uuid

from django.urls import reverse

from karmayogi.competencies.events import CompetencyReplaced, CompetencyRestored
from karmayogi.kernel import rows
from karmayogi.plans import api as plans
from karmayogi.plans.handlers import on_competency_replaced, on_competency_restored
from karmayogi.plans.models import Mandate, MandateFollow
from karmayogi.plans.types import Status
from tests.plans.web.test_mandates import text


def test_a_merged_competency_is_followed_told_and_taken_back(desk, kcm, cast, at, browse):
    was, now, other = rows.fetch(int, "select id from competencies_competency order by id limit 3")
    names = dict(rows.fetch(lambda *row: row, "select id, name_en from competencies_competency where id < 9999999"))
    live = desk.live(wants="level", needed=2, competency_id=was)
    draft = desk.draft(wants="level", needed=4, competency_id=was)
    ended = desk.live(wants="level", needed=2, competency_id=was)
    plans.retire_mandate(actor=cast.admin.actor(at), mandate=ended, reason="Over", at=at)
    rows.run(
        "insert into competencies_level (person_id, competency_id, level, confidence, engine, computed_at)"
        " values (%s, %s, 3, 1, 'x', %s)",
        [cast.learner.person_id, now, at],
    )
    assert plans.list_of(cast.learner.person_id, at.date())[0].obligation.status is Status.OPEN
    act, seen = uuid.uuid4(), desk.revision(draft)
    for _twice in range(2):
        on_competency_replaced(CompetencyReplaced(act, was, (now,), (1, 3, 4, 5, 5), at))

    def asks(mandate):
        return Mandate.objects.values_list("competency_id", "needed").get(uuid=mandate)

    assert [asks(one) for one in (live, draft, ended)] == [(now, 3), (now, 5), (was, 2)]
    assert desk.revision(draft) == seen + 1, "what was rehearsed was another draft"
    assert plans.list_of(cast.learner.person_id, at.date())[0].obligation.status is Status.DONE
    said = text(browse(cast.admin, reverse("plans:mandate", args=[live])))
    assert f"The order names {names[was]} at level 2. That was merged on 20 Nov 2026" in said
    assert f"it asks for {names[now]} at level 3 since" in said
    assert "That was merged on" in text(browse(cast.learner, reverse("plans:obligation", args=[live])))
    assert "That was merged on" in text(browse(cast.admin, reverse("plans:mandate", args=[draft])))
    rows.run("update plans_mandate set competency_id = %s where uuid = %s", [other, draft])
    assert "That was merged on" not in text(browse(cast.admin, reverse("plans:mandate", args=[draft])))
    rows.run("update plans_mandate set competency_id = %s where uuid = %s", [now, draft])
    for _twice in range(2):
        on_competency_restored(CompetencyRestored(act, was, at))
    assert [asks(one) for one in (live, draft, ended)] == [(was, 2), (was, 4), (was, 2)]
    assert "merged" not in text(browse(cast.admin, reverse("plans:mandate", args=[live])))

    on_competency_replaced(CompetencyReplaced(uuid.uuid4(), was, (now, other), (1, 2, 3, 4, 5), at))
    assert asks(live) == (was, 2), "which of two is for a person to say"
    assert MandateFollow.objects.filter(mandate__uuid=live, now=None).exists()
    assert "was split on 20 Nov 2026" in text(browse(cast.admin, reverse("plans:mandate", args=[live])))
    assert "Orders that ask for a competency that was split" in text(browse(cast.admin, "/administration/"))
