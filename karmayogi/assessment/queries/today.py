"""What of Today is ours: asked of everybody at every visit, so one statement says that there is nothing."""

import dataclasses
import datetime as dt

from karmayogi.assessment.queries.marking import GIVEN
from karmayogi.assessment.queries.yearly.tests import REACHES
from karmayogi.kernel import clock, rows

_RECHECK = """exists (
    select from assessment_recheck r
    where r.person_id = %(person)s and r.state in ('open', 'unconfirmed') and r.appealed_at is null
)"""
_SEAT = """exists (
    select from assessment_seat s join assessment_proctoredsitting t on t.id = s.sitting_id
    where s.person_id = %(person)s and s.attempt_id is null and t.ends_at > %(at)s
)"""
_YEARLY = f"""exists (
    select from assessment_yearlytest t join orgs_organisation o on o.id = t.organisation_id
    where t.opens_at <= %(at)s and t.closes_at > %(at)s and not t.at_sittings and {REACHES}
)"""
_WAITS = f"select ({GIVEN}), {_RECHECK}, {_SEAT}, {_YEARLY}"
ANYTHING = f"({GIVEN}) > 0 or {_RECHECK} or {_SEAT} or {_YEARLY}"


@dataclasses.dataclass(frozen=True, slots=True)
class Waits:
    """lent: answers given to the person as a learner and not marked. recheck: one waits for an answer or an appeal.
    seat: at a sitting with a proctor that is to come. yearly: the days of a test of her office run."""

    lent: int
    recheck: bool
    seat: bool
    yearly: bool


def waits(person_id: int, at: dt.datetime) -> Waits:
    found = rows.first(Waits, _WAITS, {"person": person_id, "at": at, "on": clock.day(at)})
    assert found is not None
    return found
