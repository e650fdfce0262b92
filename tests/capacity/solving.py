"""A published plan whose one training eight people need, with the acts on its batches and scenarios."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

from karmayogi.capacity.actions import batches as writing
from karmayogi.capacity.actions import scenarios as actions
from karmayogi.capacity.actions import solve_scenario as solving_
from karmayogi.capacity.actions.batches import GivenBatch
from karmayogi.capacity.actions.scenarios import Wanted
from karmayogi.capacity.models import BatchResult, Scenario
from karmayogi.capacity.queries.outcomes import shortages
from karmayogi.capacity.queries.solving_words import shortage_in_words
from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs

DAY = dt.date(2026, 12, 7)
WEEK = dt.timedelta(days=7)
ONE = GivenBatch(training=1, language="en", starts_on=DAY, ends_on=DAY + dt.timedelta(days=1), seats=3, fee=100)


@dataclasses.dataclass
class Solving:
    """The acts on the scenarios of a published plan of eight people who need its one training."""

    planning: Any
    cast: Any
    plan: uuids.UUID
    at: dt.datetime

    @property
    def who(self) -> dict[str, Any]:
        return {"actor": self.cast.admin.actor(self.at), "plan": self.plan, "at": self.at}

    def batch(self, **how) -> uuids.UUID:
        return writing.save_batch(**self.who, batch=None, revision=0, given=dataclasses.replace(ONE, **how))

    def scenario(self, name="First", **terms) -> uuids.UUID:
        return actions.save_scenario(**self.who, scenario=None, revision=0, wanted=Wanted(name, **terms))

    def solve(self, scenario: uuids.UUID) -> Scenario:
        assert solving_.solve_scenario(**self.who, scenario=scenario)
        self.planning.run_jobs()
        return Scenario.objects.get(uuid=scenario)

    def seats(self, one: Scenario) -> dict[int, int]:
        """Number of a batch -> its people."""
        found = BatchResult.objects.filter(scenario=one, held=True).select_related("batch")
        return {result.batch.number: result.people for result in found}

    def short(self, one: Scenario) -> list[str]:
        return [shortage_in_words(line, 2026) for line in shortages(one.pk, 2026)]


def crowd(cast, count: int, language: str = "en") -> list[Any]:
    """Assistants of the section who have shown nothing."""
    post = orgs.designation_by_name("Assistant Section Officer")
    made = [
        cast.player(f"Helper {language} {n}", f"{language}{n}@dopt.example", cast.section, post) for n in range(count)
    ]
    rows.run(
        "update people_account set language = %s where person_id = any(%s::bigint[])",
        [language, [one.person_id for one in made]],
    )
    return made
