"""What a version has otherwise than the one before: on the page, in the file, on the paper."""

import io

from django.urls import reverse
from pypdf import PdfReader

from karmayogi.capacity import api as capacity
from karmayogi.capacity.actions.draft_plan import next_version
from karmayogi.capacity.actions.interventions import remove_intervention
from karmayogi.capacity.actions.print_plan import LANGUAGES, paper_of
from karmayogi.capacity.models import Intervention, Plan
from karmayogi.capacity.queries.compare import changes
from karmayogi.kernel import rows


def test_added_dropped_and_changed_with_what_was_and_is(planning, cast, at, browse):
    plan = planning.whole()
    gone = planning.training(plan, title_en="Minutes every month", seats=1)
    planning.published(plan)
    old = Plan.objects.get(uuid=plan)
    page = reverse("capacity:changes", args=[plan])
    assert browse(cast.admin, page).status_code == 404, "a first version has nothing before it"
    draft = next_version(actor=cast.admin.actor(at), plan=plan, at=at)
    new = Plan.objects.get(uuid=draft)
    assert changes(old, new, whole=True) == []
    mine = {one.title_en: one.uuid for one in Intervention.objects.filter(plan=new)}
    remove_intervention(**planning.said(draft), intervention=mine["Minutes every month"])
    assert gone not in mine.values()
    # The number of what was dropped is given again: it is another intervention all the same.
    planning.training(draft, title_en="Answers in time", seats=7)
    budget = rows.scalar("select uuid from capacity_budgetline where plan_id = %s", [new.pk])
    first = capacity.Given(
        "functional", True, "Noting, drafting and filing", "Deputy Secretary", 4, "online", provider="ISTM", seats=55,
        cost=60_000, budget=budget,
    )  # fmt: skip
    capacity.save_intervention(**planning.said(draft), intervention=mine["Noting and drafting"], given=first)
    money = capacity.Money(
        "Establishment", "2052.00.090.01", 40_00_000, 1_20_000, "S-4/2026", at.date(), at.date().replace(year=2027)
    )
    capacity.save_line(**planning.said(draft), line=budget, money=money)
    code, second = (one.code for one in capacity.ranking(old.pk))
    capacity.set_importance(**planning.said(draft), competency=code, value=2, reason="Done by now", lenses=())
    told = {
        (one.part, one.kind, one.subject.split(" · ")[-1], one.field): (one.was, one.now)
        for one in changes(old, new, whole=True)
    }
    assert told["interventions", "added", "Answers in time", ""][0] == ""
    assert told["interventions", "dropped", "Minutes every month", ""][1] == ""
    assert told["interventions", "changed", "Noting, drafting and filing", "Seats"] == ("40", "55")
    assert told["interventions", "changed", "Noting, drafting and filing", "Title"][0] == "Noting and drafting"
    assert told["budget", "changed", "Establishment", "For training, ₹"] == ("80,000", "1,20,000")
    [need] = [key for key in told if key[0] == "needs" and key[3] == "Why it matters"]
    assert told[need] == ("Files come back", "Done by now")
    assert not any(second in key[2] for key in told), "what is as it was is not told"
    page = reverse("capacity:changes", args=[draft])
    shown = browse(cast.admin, page).content.decode()
    assert "Minutes every month" in shown
    assert "Dropped" in shown
    assert "Minutes every month" in browse(cast.admin, page.removesuffix("/") + ".csv").content.decode()
    assert browse(cast.other_admin, page).status_code == 404
    few = [one for one in changes(old, new, whole=False) if one.field.startswith("Need ×")]
    assert few == [], "figures of few people are not told by their difference either"
    for language in LANGUAGES:
        read = PdfReader(io.BytesIO(paper_of(new, language, at)))
        assert read.trailer["/Root"]["/MarkInfo"]["/Marked"], "tagged, as PDF/UA asks"
        assert read.trailer["/Root"]["/Lang"].startswith(language)
        said = " ".join(" ".join(one.extract_text() for one in read.pages).split())
        assert "Minutes every month" in said, language
        if language == "ur":  # years among right-to-left words stay as they are written
            assert "2026-27" in said
