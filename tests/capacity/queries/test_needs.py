"""The counts of a plan equal what the spine says of each person, one after the other."""

from django.urls import reverse

from karmayogi.capacity import api as capacity
from karmayogi.capacity.models import Need, Plan, SurveyCount
from karmayogi.capacity.queries.needs import ranking_by_designation
from karmayogi.competencies import api as competencies
from karmayogi.kernel import rows


def test_the_set_based_count_is_the_sum_over_persons(planning, cast, at):
    plan = Plan.objects.get(uuid=planning.counted())
    expected: dict[tuple[int, int], list[int]] = {}
    for who in (cast.learner, cast.supervisor, cast.head, cast.admin):
        for gap in competencies.gaps_of(who.person_id, at.date()):
            cell = expected.setdefault((who.designation_id, gap.competency_id), [0, 0, 0, 0])
            missing = max(0, gap.needs - gap.shown)
            for place, amount in enumerate((1, not missing, gap.needs, missing)):
                cell[place] += amount
    found = {
        (one.designation_id, one.competency_id): [one.people, one.met, one.wanted, one.missing]
        for one in Need.objects.filter(plan=plan)
    }
    assert found == expected
    assert len(found) == 3
    lines = ranking_by_designation(plan.pk)
    assert [one.score.rank for one in lines] == sorted((one.score.rank for one in lines), reverse=True)
    assert {one.counted.missing for one in capacity.ranking(plan.pk)} == {4, 2}, "over both designations: 2 + 2, and 2"


def test_answers_of_few_have_no_figures_where_nobody_holds_such_a_post(planning, cast, browse):
    plan = planning.draft()
    planning.unit()
    code, other = rows.fetch(str, "select code from competencies_competency order by code limit 2")
    csv = f"designation,competency,answers,asked\nSection Officer,{code},9,7\nSection Officer,{other},10,4\n"
    capacity.import_survey(**planning.said(plan), content=csv.encode())
    assert SurveyCount.objects.count() == 2
    told = browse(cast.supervisor, reverse("capacity:needs_csv", args=[plan])).content.decode()  # of the unit, no role
    assert "7 ÷ 9" not in told
    assert "4 ÷ 10" in told
    assert "7 ÷ 9" in browse(cast.admin, reverse("capacity:needs_csv", args=[plan])).content.decode()
