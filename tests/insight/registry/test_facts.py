"""What the registry counts in PostgreSQL and what it counts in the columnar store are the same, to the last officer."""

import datetime as dt

import pytest

from karmayogi.facts.actions.refresh import refresh as flow
from karmayogi.insight.queries.from_facts import counted
from karmayogi.insight.registry import METRICS
from karmayogi.kernel import rows
from tests.insight.actions.test_refresh import Script

MOVES = [
    ("hire_with_account", 1, 0), ("hire_with_account", 1, 3), ("hire", 2, 1), ("enrol", 0, 0), ("enrol", 1, 1),
    ("enrol", 2, 0), ("enrol", 3, 1), ("enrol", 4, 0), ("complete", 0, 0), ("complete", 1, 0), ("withdraw", 0, 0),
    ("additional", 4, 2), ("additional", 0, 1), ("certificate", 0, 0), ("certificate", 3, 0), ("certificate", 4, 0),
    ("revoke", 0, 0), ("level", 0, 2), ("level", 1, 1), ("level", 3, 5), ("level", 4, 3), ("post", 0, 3),
    ("unit", 1, 1), ("unit", 2, 0), ("hire", 0, 4), ("transfer", 1, 4), ("relieve", 2, 0), ("block", 3, 0),
    ("transfer", 3, 2), ("hire_with_account", 0, 5), ("complete", 0, 0), ("level", 5, 2), ("additional", 5, 3),
]  # fmt: skip


def both(on: dt.date) -> tuple[dict, dict]:
    """(metric, unit) -> numerator and denominator: of PostgreSQL, of the store."""
    kept = {
        (metric, unit): (one, two)
        for metric, unit, one, two in rows.fetch(
            lambda *row: row, "select metric, organisation_id, numerator, denominator from insight_figure"
        )
    }
    found = {(code, unit): cell for code, metric in METRICS.items() for unit, cell in counted(metric, on).items()}
    return kept, found


@pytest.fixture
def script(world, profile, sign) -> Script:
    return Script(world, profile, sign)


def test_every_figure_of_every_unit_is_the_same_in_both(script, keep, store, at):
    seen = set()
    for number, move in enumerate(MOVES):
        script.play(*move)
        if number % 8 == 7:
            keep()
            assert flow(store=store, at=at) is not None
            kept, found = both(at.date())
            assert found == kept, move
            seen |= {metric for metric, _unit in kept}
    assert seen == set(METRICS) - {"false_alarms"}
