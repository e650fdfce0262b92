import datetime as dt

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.refresh_levels import refresh_levels
from tests.competencies.actions.test_record_evidence import passed


def test_a_level_falls_when_its_proof_has_faded(cast, framework, at):
    """A course test counts 80 of 100 and halves in five years: less than one half after some three and a half."""
    noting, person = framework["FUN-087"], cast.learner.person_id
    passed(cast, noting, at)
    for years, level, weight in ((1, 3, 0.696), (3, 3, 0.528), (4, 0, 0.459)):
        assert refresh_levels(at=at + dt.timedelta(days=365 * years)) == 1
        shown = competencies.levels_of(person)[noting]
        assert (shown.level, shown.reasons[0].weight) == (level, weight)
    assert shown.reasons[0].kind == "faded"


def test_what_was_computed_lately_rests(cast, framework, at):
    passed(cast, framework["FUN-087"], at)
    assert refresh_levels(at=at + dt.timedelta(days=29)) == 0
