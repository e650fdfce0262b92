"""What entries of a person's trail are about, by the names that it has today in every language."""

from collections.abc import Iterable
from typing import Any

from karmayogi.kernel import rows

_COURSE = """
select {what}.uuid, '', e.title_en, e.title_hi, e.title_ur from {table} {what}
join learning_catalogueentry e on e.course_id = {what}.course_id where {what}.uuid = any(%s::uuid[])
"""

# Kind of subject, as the entries name it -> its uuid, a code before the name, and the name in three languages.
_NAMES = {
    "evidence": """
    select x.uuid, '', c.name_en, c.name_hi, c.name_ur from competencies_evidence x
    join competencies_competency c on c.id = x.competency_id where x.uuid = any(%s::uuid[])
    """,
    "proof": """
    select x.uuid, '', c.name_en, c.name_hi, c.name_ur from competencies_proof x
    join competencies_competency c on c.id = x.competency_id where x.uuid = any(%s::uuid[])
    """,
    "certificate": """
    select x.uuid, x.code, x.title_en, x.title_hi, x.title_ur from credentials_certificate x
    where x.uuid = any(%s::uuid[])
    """,
    "course": """
    select x.uuid, '', x.title_en, x.title_hi, x.title_ur from learning_catalogueentry x where x.uuid = any(%s::uuid[])
    """,
    "enrolment": _COURSE.format(what="x", table="learning_enrolment"),
    "rating": _COURSE.format(what="x", table="learning_courserating"),
    "access_request": _COURSE.format(what="x", table="learning_accessrequest"),
    "gathering_place": _COURSE.format(what="x", table="learning_gatheringplace"),
    "programme_enrolment": _COURSE.format(what="x", table="learning_programmeenrolment"),
    "provider": """
    select x.uuid, '', x.name_en, x.name_hi, x.name_ur from learning_provider x where x.uuid = any(%s::uuid[])
    """,
    "attempt": """
    select x.uuid, '', e.title_en, e.title_hi, e.title_ur from assessment_attempt x
    join assessment_paper p on p.id = x.paper_id join learning_part part on part.id = p.part_id
    join learning_courseversion v on v.id = part.version_id
    join learning_catalogueentry e on e.course_id = v.course_id where x.uuid = any(%s::uuid[])
    """,
    "seat": """
    select x.uuid, '', e.title_en, e.title_hi, e.title_ur from assessment_seat x
    join assessment_proctoredsitting t on t.id = x.sitting_id
    join assessment_paper p on p.id = t.paper_id join learning_part part on part.id = p.part_id
    join learning_courseversion v on v.id = part.version_id
    join learning_catalogueentry e on e.course_id = v.course_id where x.uuid = any(%s::uuid[])
    """,
    "sitting": """
    select x.uuid, '', c.name_en, c.name_hi, c.name_ur from assessment_sitting x
    join competencies_competency c on c.id = x.competency_id where x.uuid = any(%s::uuid[])
    """,
    "job entry": """
    select x.uuid, '', c.name_en, c.name_hi, c.name_ur from learning_jobentry x
    join competencies_competency c on c.id = x.competency_id where x.uuid = any(%s::uuid[])
    """,
    "application check": _COURSE.format(what="x", table="learning_applicationcheck"),
    "recheck": """
    select x.uuid, '', e.title_en, e.title_hi, e.title_ur from assessment_recheck x
    join learning_enrolment n on n.id = x.enrolment_id
    join learning_catalogueentry e on e.course_id = n.course_id where x.uuid = any(%s::uuid[])
    """,
    "relief": """
    select x.uuid, '', m.title_en, m.title_hi, m.title_ur from plans_relief x
    join plans_mandate m on m.id = x.mandate_id where x.uuid = any(%s::uuid[])
    """,
    "capacity_unit": """
    select x.uuid, '', o.name_en, o.name_hi, o.name_ur from capacity_capacityunit x
    join orgs_organisation o on o.id = x.organisation_id where x.uuid = any(%s::uuid[])
    """,
    "capacity_plan": """
    select uuid, '', title_en, title_hi, title_ur from capacity_plan where uuid = any(%s::uuid[])
    """,
    "attempt request": """
    select x.uuid, '', e.title_en, e.title_hi, e.title_ur from assessment_attemptrequest x
    join assessment_paper p on p.id = x.paper_id join learning_part part on part.id = p.part_id
    join learning_courseversion v on v.id = part.version_id
    join learning_catalogueentry e on e.course_id = v.course_id where x.uuid = any(%s::uuid[])
    """,
}


def names_of(subjects: Iterable[tuple[str, Any]]) -> dict[Any, tuple[str, str, str, str]]:
    """(kind, uuid) pairs -> uuid: (code, name in English, in Hindi, in Urdu); one query for each kind that occurs."""
    asked: dict[str, list[Any]] = {}
    for kind, uuid in subjects:
        asked.setdefault(kind, []).append(uuid)
    return {
        uuid: (code, *names)
        for kind, uuids in asked.items()
        if kind in _NAMES
        for uuid, code, *names in rows.fetch(lambda *row: row, _NAMES[kind], [uuids])
    }
