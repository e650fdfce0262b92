"""The rule of completion, in the one place that says it."""

# Of an enrolment `n` in its version `v`: as many parts as the version that was begun asks for are done, and every test
# among them; of its sessions as many were attended as it asks for. A test is done only when it was passed.
# queries/progress.py shows the same rule as a figure.
RULE_MET = """
v.parts_needed <= (
    select count(*) from learning_part part
    join learning_partprogress g on g.person_id = n.person_id and g.part_id = part.id and g.state = 'done'
    where part.version_id = v.id)
  and not exists (
    select from learning_part part
    left join learning_partprogress g on g.person_id = n.person_id and g.part_id = part.id and g.state = 'done'
    where part.version_id = v.id and part.kind = 'quiz' and g.part_id is null)
  and (v.sessions_needed = 0 or v.sessions_needed <= (
    select count(*) from learning_versionsession s
    join learning_gatheringplace a on a.person_id = n.person_id and a.course_id = s.event_id
      and a.attended_minutes is not null
    where s.version_id = v.id))
"""
