"""From batches to a scenario that is solved, adopted, and re-planned when a batch falls out."""

import dataclasses
import datetime as dt

import pytest

from karmayogi.capacity.actions import adopt as adopting
from karmayogi.capacity.actions import batches as writing
from karmayogi.capacity.actions import scenarios, solve_scenario
from karmayogi.capacity.actions.batches import GivenBatch
from karmayogi.capacity.actions.scenarios import Wanted
from karmayogi.capacity.models import Allotment, Batch, BatchResult, Scenario
from karmayogi.capacity.queries.outcomes import counted_differences, lines_of, shortages, stale
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused

DAY = dt.date(2026, 12, 7)
ONE = GivenBatch(training=1, language="en", starts_on=DAY, ends_on=DAY + dt.timedelta(days=1), seats=2, fee=100)


@dataclasses.dataclass
class Solving:
    planning: object
    plan: object
    who: dict

    def scenario(self, name="First", **terms):
        return scenarios.save_scenario(**self.who, scenario=None, revision=0, wanted=Wanted(name, **terms))

    def solved(self, name="First", **terms) -> Scenario:
        uuid = self.scenario(name, **terms)
        return self.solve(uuid)

    def solve(self, uuid) -> Scenario:
        assert solve_scenario.solve_scenario(**self.who, scenario=uuid)
        self.planning.run_jobs()
        return Scenario.objects.get(uuid=uuid)

    def batch(self, **how):
        return writing.save_batch(**self.who, batch=None, revision=0, given=dataclasses.replace(ONE, **how))


@pytest.fixture
def solving(planning, cast, at):
    plan = planning.published()
    return Solving(planning, plan, {"actor": cast.admin.actor(at), "plan": plan, "at": at})


def test_from_the_batches_to_the_list_to_the_re_plan(solving, cast, at, run_jobs):
    first, second = solving.batch(), solving.batch(starts_on=DAY + dt.timedelta(days=7), ends_on=DAY + dt.timedelta(days=8))
    one = solving.solved()
    assert one.state == "done"
    assert one.wanted == one.given > 0
    assert one.value <= one.bound + 1e-6
    print(one.wanted, one.people, one.points, one.prices)
    assert 0
