"""Which competencies annual plans in force answer."""

from karmayogi.kernel import rows


def plans_that_answer() -> dict[int, int]:
    """Competency id -> how many published plans have an intervention for it."""
    return dict(
        rows.fetch(
            lambda competency, plans: (competency, plans),
            "select a.competency_id, count(distinct i.plan_id)::int from capacity_answer a"
            " join capacity_intervention i on i.id = a.intervention_id"
            " join capacity_plan p on p.id = i.plan_id where p.status = 'published' group by 1",
        )
    )
