"""Whatever names a person is in what that person takes home, or is left out for a reason that is written here."""

import pytest
from django.apps import apps
from django.db import connection, models

from karmayogi.portal.queries.everything import TABLES, everything

# (table, column) -> why it is not in the file.
LEFT_OUT = {
    ("competencies_levelmovesample", "person_id"): "what a preview of a policy would change, for those who weigh it",
    ("competencies_roundbox", "subject_id"): "answers of an open round: they are told together when it closes",
    ("competencies_roundinvitation", "subject_id"): "who is asked about whom is told to nobody",
    ("competencies_roundinvitation", "rater_id"): "gone with the answer, so that nobody can tell who gave it",
    ("orgs_incumbencypast", "person_id"): "the same posts under former paths of their units",
    ("feeds_scimmember", "person_id"): "groups of the HR system, told by its own list",
    ("learning_providermember", "person_id"): "work for a provider: in the trail",
    ("learning_drafthand", "person_id"): "work on a course: in the trail",
    ("learning_draftstep", "person_id"): "work on a course: in the trail",
    ("learning_ratingreport", "person_id"): "who reported a rating is not told by it",
    ("competencies_proposalstep", "person_id"): "work on a framework: in the trail",
    ("competencies_workorderhand", "person_id"): "work on an order: in the trail",
    ("competencies_workorderstep", "person_id"): "work on an order: in the trail",
    ("credentials_template", "saved_by_id"): "work on an organisation's certificates: in the trail",
    ("competencies_worksuggestion", "person_id"): "who took a suggestion: in the trail",
    ("learning_closedgate", "person_id"): "derived from the rules of programmes, and told on their pages",
    ("plans_chargeposting", "person_id"): "the same posts, kept once more to be counted by",
    ("plans_mandatehand", "person_id"): "work on a mandate: in the trail",
    ("plans_rehearsalabove", "person_id"): "what a draft would do, tried out for those who weigh it: it binds nobody",
    ("capacity_planhand", "person_id"): "work on an annual plan: in the trail",
    ("capacity_seatlock", "person_id"): "what a planner tries out: it binds nobody",
    ("capacity_stresspost", "person_id"): "what a test of a plan would do: it binds nobody",
    ("lti_offer", "person_id"): "work on a course: in the trail",
    ("orgs_authorityproposal", "person_id"): "an authority that was only proposed: in the trail",
}
# Columns by which somebody acted in office, not ones that say something about that person.
ACTED = {
    "granted_by", "proposed_by", "decided_by", "recorded_by", "override_by", "issued_by", "revoked_by", "observer",
    "drafted_by", "published_by", "proposer", "first_reviewer", "second_reviewer", "made_by", "asked_by", "opened_by",
    "created_by", "author", "reviewer", "publisher", "by", "ended_by", "brought_by", "applicant", "given_by",
    "hidden_by", "marked_by", "released_by", "wanted_by", "waived_by", "registered_by", "barred_by",
}  # fmt: skip


def _named() -> list[tuple[str, str]]:
    return [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is not None
        and field.related_model._meta.label == "people.Person"  # type: ignore[union-attr]
        and field.name not in ACTED
    ]


@pytest.mark.parametrize(("table", "column"), _named())
def test_each_table_that_names_a_person_is_in_the_file_or_left_out_for_a_reason(table, column):
    told = any(f"{table} " in " ".join(sql.split()) and column in sql for sql in TABLES.values())
    assert told != ((table, column) in LEFT_OUT), f"{table}.{column}"


def test_reasons_are_about_tables_that_are_there():
    assert set(LEFT_OUT) <= set(_named())


def test_everything_of_the_row_of_the_person_is_in_it(cast):
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name from information_schema.columns where table_name = 'people_person'"
            " and column_name not in ('id', 'search')"  # the number inside, and what search keeps of the name
        )
        columns = {name for (name,) in cursor.fetchall()}
    told = dict(everything(cast.learner.person_id))
    assert set(told["person"][0]) == columns
    assert told["service"][0]["designation"] == "Assistant Section Officer"
