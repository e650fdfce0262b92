"""What a plan has goes over into another one, in plain statements: all of it into the next version, or what is carried
over into the next year."""

from karmayogi.kernel import rows

_PARTS = (
    "insert into capacity_annex (plan_id, number, text) select %(new)s, number, text from capacity_annex"
    " where plan_id = %(old)s",
    "insert into capacity_importance (plan_id, competency_id, value, reason, national, citizen, technology)"
    " select %(new)s, competency_id, value, reason, national, citizen, technology from capacity_importance"
    " where plan_id = %(old)s",
)
_VERSION = (
    "insert into capacity_need (plan_id, designation_id, competency_id, people, met, wanted, missing)"
    " select %(new)s, designation_id, competency_id, people, met, wanted, missing from capacity_need"
    " where plan_id = %(old)s",
    "insert into capacity_surveycount (plan_id, designation_id, competency_id, answers, asked, survey_id)"
    " select %(new)s, designation_id, competency_id, answers, asked, survey_id from capacity_surveycount"
    " where plan_id = %(old)s",
    # Papers with what was taken of them; the two numberings meet by the order of the rows.
    """
    with source as (
      select id, row_number() over (order by id) as n from capacity_sourcepaper where plan_id = %(old)s
    ), made as (
      insert into capacity_sourcepaper (uuid, plan_id, kind, name, file_id, text, pages, added_at)
      select gen_random_uuid(), %(new)s, kind, name, file_id, text, pages, added_at from capacity_sourcepaper
      where plan_id = %(old)s order by id returning id
    ), paired as (
      select source.id as was, m.id as now from source
    join (select id, row_number() over (order by id) as n from made) m using (n)
    )
    insert into capacity_quote (uuid, paper_id, competency_id, designation_id, start, "end", words, state,
      decided_by_id, decided_at)
    select gen_random_uuid(), paired.now, competency_id, designation_id, start, "end", words, state, decided_by_id,
      decided_at
    from capacity_quote q join paired on paired.was = q.paper_id order by q.id
    """,
    "insert into capacity_budgetline (uuid, thread, plan_id, scheme, head, salary, training, sanction, sanctioned_on,"
    " valid_until) select gen_random_uuid(), thread, %(new)s, scheme, head, salary, training, sanction, sanctioned_on,"
    " valid_until from capacity_budgetline where plan_id = %(old)s order by id",
)
_INTERVENTIONS = """
insert into capacity_intervention (uuid, thread, plan_id, number, heading, training, title_en, title_hi, title_ur,
  about, owner, owner_person_id, owner_post_id, quarter, mode, provider, made_by_provider_id, seats, cost, budget_id,
  course_id, mandate, carried_from_id)
select gen_random_uuid(), i.thread, %(new)s, i.number, i.heading, i.training, i.title_en, i.title_hi, i.title_ur,
  i.about, i.owner, i.owner_person_id, i.owner_post_id, i.quarter, i.mode, i.provider, i.made_by_provider_id, i.seats,
  i.cost, budget.now, i.course_id, i.mandate, i.carried_from_id
from capacity_intervention i
left join (
  select was.id as was, now.id as now
  from capacity_budgetline was join capacity_budgetline now on now.thread = was.thread and now.plan_id = %(new)s
  where was.plan_id = %(old)s
) budget on budget.was = i.budget_id
where i.plan_id = %(old)s
"""
_CARRIED = """
insert into capacity_intervention (uuid, thread, plan_id, number, heading, training, title_en, title_hi, title_ur,
  about, owner, owner_person_id, owner_post_id, quarter, mode, provider, made_by_provider_id, seats, cost, budget_id,
  course_id, mandate, carried_from_id)
select gen_random_uuid(), gen_random_uuid(), %(new)s,
  (select coalesce(max(number), 0) from capacity_intervention where plan_id = %(new)s)
    + row_number() over (order by i.number, i.id),
  i.heading, i.training, i.title_en, i.title_hi, i.title_ur, i.about, i.owner,
  i.owner_person_id, i.owner_post_id, 1, i.mode, i.provider, i.made_by_provider_id,
  greatest(l.planned - l.completed, 0), 0, null, i.course_id, null, i.id
from capacity_reviewline l join capacity_intervention i on i.id = l.intervention_id
where l.id = any(%(lines)s::bigint[])
returning id
"""
_CARRIED_ANSWERS = """
insert into capacity_answer (intervention_id, competency_id, designation_id)
select made.id, a.competency_id, a.designation_id
from capacity_intervention made join capacity_answer a on a.intervention_id = made.carried_from_id
where made.id = any(%(made)s::bigint[])
"""
# An order that was made of a training while the next version was being written: it stays the one order of it.
_ORDERS = """
update capacity_intervention n set mandate = o.mandate
from capacity_intervention o
where n.plan_id = %(new)s and o.plan_id = %(old)s and n.thread = o.thread and n.mandate is null
  and o.mandate is not null
"""
# Batches and scenarios are of the year, not of what is signed: they go over as they are, by the threads of their
# trainings, so that what was adopted stays in execution. A batch of a training that was dropped stays behind. What the
# draft had of its own makes room: other numbers, other names.
_MOVED = (
    """
    update capacity_batch set number = number + (
      select max(number) from capacity_batch where plan_id in (%(old)s, %(new)s))
    where plan_id = %(new)s and exists (select from capacity_batch where plan_id = %(old)s)
    """,
    """
    update capacity_scenario s set name = left(s.name, 100) || ' · ' || s.id
    where s.plan_id = %(new)s and exists (
      select from capacity_scenario o where o.plan_id = %(old)s and o.name = s.name)
    """,
    """
    update capacity_batch b set plan_id = %(new)s, intervention_id = n.id
    from capacity_intervention o join capacity_intervention n on n.thread = o.thread and n.training
    where b.plan_id = %(old)s and o.id = b.intervention_id and n.plan_id = %(new)s
    """,
    """
    update capacity_allotment a set intervention_id = n.id
    from capacity_scenario s, capacity_intervention o join capacity_intervention n on n.thread = o.thread and n.training
    where s.plan_id = %(old)s and a.scenario_id = s.id and o.id = a.intervention_id and n.plan_id = %(new)s
    """,
    # A job that is at one of them read the version before: what it finds is thrown away.
    """
    update capacity_scenario set plan_id = %(new)s,
      state = case when state in ('waiting', 'running') then 'stopped' else state end,
      run = case when state in ('waiting', 'running') then null else run end
    where plan_id = %(old)s
    """,
)
_ANSWERS = """
insert into capacity_answer (intervention_id, competency_id, designation_id)
select made.id, a.competency_id, a.designation_id
from capacity_answer a join capacity_intervention old on old.id = a.intervention_id and old.plan_id = %(old)s
join capacity_intervention made on made.plan_id = %(new)s and made.number = old.number
"""
_CALENDAR = """
insert into capacity_calendarentry (uuid, intervention_id, starts_on, ends_on, place, seats)
select gen_random_uuid(), made.id, e.starts_on, e.ends_on, e.place, e.seats
from capacity_calendarentry e join capacity_intervention old on old.id = e.intervention_id and old.plan_id = %(old)s
join capacity_intervention made on made.plan_id = %(new)s and made.number = old.number
"""


def copy_parts(old: int, new: int) -> None:
    """Everything, into the next version of the same year."""
    ids = {"old": old, "new": new}
    for statement in (*_PARTS, *_VERSION, _INTERVENTIONS, _ANSWERS, _CALENDAR):
        rows.run(statement, ids)


def copy_orders(old: int, new: int) -> None:
    """Orders made of the version before, into the one that takes its place."""
    rows.run(_ORDERS, {"old": old, "new": new})


def move_batches(old: int, new: int) -> None:
    """Batches, scenarios and what was adopted, into the version that takes the place of the other."""
    for statement in _MOVED:
        rows.run(statement, {"old": old, "new": new})


def copy_parts_of_year(old: int, new: int) -> None:
    """Words of annexes and importance, into an empty plan of the next year."""
    for statement in _PARTS:
        rows.run(statement, {"old": old, "new": new})


def copy_carried(lines: list[int], new: int) -> None:
    """The interventions of these lines of reviews, with the seats that were left, without cost, since last year's
    sanction has run out; and the needs that they answer."""
    made = rows.fetch(int, _CARRIED, {"lines": lines, "new": new})
    rows.run(_CARRIED_ANSWERS, {"made": made})
