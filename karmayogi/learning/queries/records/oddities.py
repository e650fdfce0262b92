"""What does not add up in the records of learning: a statement for each rule, over a piece of ids."""

from karmayogi.kernel import rows
from karmayogi.learning.engine.watching import ROUNDED
from karmayogi.learning.queries.records.rule import RULE_MET
from karmayogi.learning.types import Oddity

_ENROLMENTS = """
select n.id, n.person_id, n.uuid, '' from learning_enrolment n
join learning_courseversion v on v.id = n.version_id
where n.id > %(after)s and n.id <= %(upto)s
"""
_LACKS = _ENROLMENTS + "and n.status = 'completed'"

# Rule -> the table that is walked, and the statement.
RULES = {
    # The rule is met, and nobody completed it.
    "not_completed": (
        "learning_enrolment",
        f"{_ENROLMENTS} and n.status = 'active' and {RULE_MET}",
    ),
    # Completed, and the parts that are done do not say so.
    "rule_not_met": ("learning_enrolment", f"{_LACKS} and not ({RULE_MET})"),
    # Counted as watched, and what is kept of it is not enough. The shortest language decides; told: watched / asked.
    "film_not_watched": (
        "learning_enrolment",
        f"""
        select n.id, n.person_id, n.uuid, film.watched || ' / ' || film.asked from learning_enrolment n
        join learning_courseversion v on v.id = n.version_id and v.watch_percent is not null
        join lateral (
          select least(length.of * v.watch_percent / 100, length.of - {ROUNDED}) as asked,
            (select coalesce(sum(upper(r) - lower(r)), 0)
             from unnest(g.watched * int4multirange(int4range(0, length.of))) r)::int as watched
          from learning_part part
          join learning_partprogress g on g.person_id = n.person_id and g.part_id = part.id and g.state = 'done'
            and g.done_by = 'watched'
          join lateral (
            select min(coalesce(m.seconds, x.seconds)) as of from learning_partvariant x
            left join learning_mediasource m on m.file_id = x.file_id
            where x.part_id = part.id and x.file_id is not null) length on length.of is not null
          where part.version_id = v.id and part.kind in ('video', 'audio')
          order by part.position) film on film.watched < film.asked
        where n.id > %(after)s and n.id <= %(upto)s""",
    ),
    "no_credit": (
        "learning_enrolment",
        f"""{_LACKS} and not exists (
          select from learning_learningcredit c
          where c.person_id = n.person_id and c.ref_kind = 'enrolment' and c.ref_uuid = n.uuid)""",
    ),
    # Nothing at all, withdrawn or not: what a re-tag carried elsewhere is not missing.
    "no_evidence": (
        "learning_enrolment",
        f"""{_LACKS}
          and exists (select from learning_part p where p.version_id = v.id and p.kind = 'quiz')
          and exists (select from learning_coursecompetency k where k.version_id = v.id)
          and not exists (
            select from competencies_evidence e
            where e.person_id = n.person_id and e.ref_kind = 'enrolment' and e.ref_uuid = n.uuid)""",
    ),
    # A revoked one is there.
    "no_certificate": (
        "learning_enrolment",
        f"""{_LACKS} and not exists (
          select from credentials_certificate c where c.ref_uuid = n.uuid and c.ref_kind = 'enrolment')""",
    ),
    # Hours of an enrolment that is not completed, or other hours than its version gives.
    "credit_differs": (
        "learning_learningcredit",
        """
        select c.id, c.person_id, c.ref_uuid, c.minutes || ' / ' || coalesce(v.minutes::text, '-')
        from learning_learningcredit c
        left join learning_enrolment n on n.uuid = c.ref_uuid and n.person_id = c.person_id and n.status = 'completed'
        left join learning_courseversion v on v.id = n.version_id
        where c.id > %(after)s and c.id <= %(upto)s and c.ref_kind = 'enrolment'
          and c.minutes is distinct from v.minutes""",
    ),
    "evidence_without_source": (
        "competencies_evidence",
        """
        select e.id, e.person_id, e.uuid, '' from competencies_evidence e
        left join learning_enrolment n on n.uuid = e.ref_uuid and n.person_id = e.person_id and n.status = 'completed'
        where e.id > %(after)s and e.id <= %(upto)s and e.ref_kind = 'enrolment' and e.withdraws_id is null
          and n.id is null and not exists (
            select from competencies_evidence w where w.withdraws_id = e.id and w.withdraws_id is not null)""",
    ),
    "certificate_without_completion": (
        "credentials_certificate",
        """
        select c.id, c.person_id, c.uuid, '' from credentials_certificate c
        left join learning_enrolment n on n.uuid = c.ref_uuid and n.person_id = c.person_id and n.status = 'completed'
        where c.id > %(after)s and c.id <= %(upto)s and c.ref_kind = 'enrolment' and c.revoked_at is null
          and n.id is null""",
    ),
    # A level that was worked out before its evidence was observed, or never. told: the competency.
    "level_older": (
        "competencies_evidence",
        """
        select max(e.id), e.person_id, null::uuid, e.competency_id::text from competencies_evidence e
        left join competencies_level l on l.person_id = e.person_id and l.competency_id = e.competency_id
        where e.id > %(after)s and e.id <= %(upto)s
          and (l.person_id is null or l.engine = '' or l.computed_at < e.observed_at)
        group by e.person_id, e.competency_id""",
    ),
}


def oddities(code: str, after: int, upto: int) -> list[Oddity]:
    return rows.fetch(Oddity, RULES[code][1], {"after": after, "upto": upto})


def top(code: str) -> int:
    """The highest id of the table of a rule."""
    return int(rows.scalar(f"select coalesce(max(id), 0) from {RULES[code][0]}"))
