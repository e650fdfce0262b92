"""What stands of the ledger, whatever was recorded, withdrawn, contested and decided, and in whatever order."""

import dataclasses
import datetime as dt
import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.contest_evidence import contest_evidence
from karmayogi.competencies.actions.proof.decide_contest import decide_contest
from karmayogi.competencies.engine.levels import SOURCES, Fact, shown_level
from karmayogi.competencies.engine.levels_many import levels_many
from karmayogi.competencies.models import Contest, Evidence
from karmayogi.competencies.queries.proof.facts import facts_of_many
from karmayogi.competencies.queries.proof.policies import policy_in_force
from karmayogi.kernel.access import Refused, System
from tests.competencies.conftest import CODES

TEST = System("ledger")
PICK = st.integers(0, 50)


@dataclasses.dataclass
class Row:
    """A row as the test remembers it: in plain fields, and nothing is ever looked up in the database."""

    ref: uuid.UUID
    competency: int
    fact: Fact
    withdrawn: bool = False
    contest: str = ""  # "", open, upheld, dismissed

    @property
    def stands(self) -> bool:
        return not self.withdrawn and self.contest != "open"


@pytest.mark.django_db
def test_levels_are_those_of_what_stands(cast, masters, at):
    asha, today = cast.learner.person_id, at.date()

    class Ledger(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.savepoint = transaction.savepoint_create()
            self.kept: list[Row] = []

        def teardown(self):
            transaction.savepoint_rollback(self.savepoint)

        def append(self, row, level):
            competencies.record_evidence(
                agent=TEST, person_id=asha, competency_id=row.competency, level=level, source=row.fact.source,
                instrument="x", ref_kind="test", ref_uuid=row.ref, at=at,
                observed_at=at - (today - row.fact.on),
            )  # fmt: skip

        @rule(
            code=st.sampled_from(CODES[:2]), source=st.sampled_from(SOURCES), level=st.integers(1, 5),
            age=st.integers(0, 2000),
        )  # fmt: skip
        def record(self, code, source, level, age):
            fact = Fact(source, level, today - dt.timedelta(days=age), "x")
            self.kept.append(Row(uuid.uuid4(), masters[code], fact))
            self.append(self.kept[-1], level)

        @rule(n=PICK, level=st.integers(1, 5))
        def record_again(self, n, level):
            if self.kept:
                self.append(self.kept[n % len(self.kept)], level)

        @rule(n=PICK)
        def withdraw(self, n):
            if self.kept:
                row = self.kept[n % len(self.kept)]
                done = competencies.withdraw_evidence(
                    agent=TEST, person_id=asha, ref_kind="test", ref_uuid=row.ref, reason="wrong", at=at
                )
                assert done == (not row.withdrawn)
                row.withdrawn = True

        @rule(n=PICK)
        def contest(self, n):
            if self.kept:
                row = self.kept[n % len(self.kept)]
                found = Evidence.objects.get(ref_uuid=row.ref, withdraws=None)
                try:
                    contest_evidence(actor=cast.learner.actor(at), evidence=found.uuid, reason="no", at=at)
                except Refused:
                    assert row.withdrawn or row.contest in ("upheld", "dismissed")
                else:
                    assert row.contest == "open" or not row.withdrawn
                    row.contest = "open"

        @rule(n=PICK, upheld=st.booleans())
        def decide(self, n, upheld):
            waiting = [row for row in self.kept if row.contest == "open"]
            if waiting:
                row = waiting[n % len(waiting)]
                found = Contest.objects.get(evidence__ref_uuid=row.ref)
                decide_contest(
                    actor=cast.admin.actor(at), contest=found.uuid, upheld=upheld, decision="so", declared=True, at=at
                )
                row.contest = "upheld" if upheld else "dismissed"
                row.withdrawn = row.withdrawn or upheld

        @invariant()
        def levels_are_a_plain_recompute(self):
            policy = policy_in_force()
            standing: dict[int, list[Fact]] = {}
            for row in self.kept:
                if row.stands:
                    standing.setdefault(row.competency, []).append(row.fact)
            plain = {key: shown_level(facts, today, policy) for key, facts in standing.items()}
            wanted = {key: (one.level, one.confidence) for key, one in plain.items()}
            kept = competencies.levels_of(asha)
            for key in {row.competency for row in self.kept}:
                assert (kept[key].level, kept[key].confidence) == wanted.get(key, (0, 0.0))
            many = levels_many(facts_of_many([asha]), today, policy)
            shown = zip(many.level.tolist(), many.confidence.tolist(), strict=True)
            assert dict(zip(many.competency.tolist(), shown, strict=True)) == wanted

    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=12,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
