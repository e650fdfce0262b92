"""The counts of a plan equal what the spine says of each person, one after the other."""

from karmayogi.capacity import api as capacity
from karmayogi.capacity.models import Need, Plan
from karmayogi.capacity.queries.needs import ranking_by_designation
from karmayogi.competencies import api as competencies


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
