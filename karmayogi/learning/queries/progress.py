"""How far an enrolment is: one figure, worked out in one place, for every screen, file and answer.

What counts is what completes: as many parts as the version asks for, every test among them. So the last part that is
missing is a test as long as a test is missing, however many other parts are done; a session that must be attended is
one more of them; and the figure is full exactly when
the rule of completion (actions/complete_course.py) is met.
"""

# Joins an enrolment `n`: gives done and total of the figure, and the minutes that the done parts are worth. A
# completed one is full, whatever became of its parts.
PROGRESS = """
left join lateral (
  select
    case when n.status = 'completed' then rule.total
      else least(seen.others, rule.parts - rule.tests) + seen.tests + there.sessions end::int as done,
    rule.total::int as total, seen.minutes::int as minutes
  from (
    select greatest(v.parts_needed, count(*) filter (where p.kind = 'quiz')) as parts,
      greatest(v.parts_needed, count(*) filter (where p.kind = 'quiz')) + v.sessions_needed as total,
      count(*) filter (where p.kind = 'quiz') as tests, v.sessions_needed
    from learning_courseversion v left join learning_part p on p.version_id = v.id
    where v.id = n.version_id group by v.id
  ) rule, lateral (
    select case when rule.sessions_needed = 0 then 0 else least(rule.sessions_needed, (
      select count(*) from learning_versionsession s
      join learning_gatheringplace a on a.person_id = n.person_id and a.course_id = s.event_id
        and a.attended_minutes is not null
      where s.version_id = n.version_id)) end as sessions
  ) there, (
    select count(*) filter (where p.kind <> 'quiz') as others, count(*) filter (where p.kind = 'quiz') as tests,
      coalesce(sum(p.minutes), 0) as minutes
    from learning_part p
    join learning_partprogress g on g.person_id = n.person_id and g.part_id = p.id and g.state = 'done'
    where p.version_id = n.version_id
  ) seen
) progress on true
"""
