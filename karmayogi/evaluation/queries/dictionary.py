"""The data dictionary in the reader's language."""

from django.utils.translation import gettext as _

from karmayogi.evaluation.engine.dictionary import COLUMNS, PERSON, chosen


def table_in_words(table: str) -> str:
    return {
        "officers": _("Officers"),
        "enrolments": _("Enrolments"),
        "evidence": _("Evidence of competencies"),
    }[table]


def column_in_words(key: str) -> str:
    """What a column says and how it was made broader."""
    return {
        PERSON: _("Pseudonym: the same for one person in all tables of this room, another one in every other room."),
        "officers.state": _("State or Union territory of the unit, as its code"),
        "officers.unit_kind": _("Kind of organisation of the main post"),
        "officers.group": _("Group (A, B, C) as recorded"),
        "officers.gender": _("Gender as recorded"),
        "officers.age": _("Age in bands of ten years"),
        "officers.completed": _("Courses completed, in bands: 0, 1-2, 3-5, 6-10, 11+"),
        "officers.hours": _("Hours of learning credited, in bands: 0, 1-9, 10-49, 50+"),
        "enrolments.course": _("Code of the course; “other” where fewer than ten people of the room have it"),
        "enrolments.language": _("Language in which it was taken; “other” where fewer than ten people have it"),
        "enrolments.status": _("active, completed or withdrawn"),
        "enrolments.begun": _("Quarter of enrolment"),
        "enrolments.ended": _("Quarter of completion; empty while it is not complete"),
        "evidence.competency": _("Code of the competency; “other” where fewer than ten people of the room have it"),
        "evidence.level": _("Level shown, 1 to 5"),
        "evidence.source": _("Where the evidence comes from: a test, a supervisor, a work product …"),
        "evidence.observed": _("Quarter in which it was seen"),
    }[key]


def dictionary_of(keys: tuple[str, ...] | list[str], table: str) -> list[tuple[str, str, str]]:
    """(column, kind, definition) of a table as it is handed over."""
    return [
        (PERSON, "key", column_in_words(PERSON)),
        *((column.name, column.kind.value, column_in_words(column.key)) for column in chosen(keys, table)),
    ]


def offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """Tables with (key, definition) of what can be chosen."""
    found: dict[str, list[tuple[str, str]]] = {}
    for key, column in COLUMNS.items():
        found.setdefault(column.table, []).append((key, column_in_words(key)))
    return [(table_in_words(table), columns) for table, columns in found.items()]
