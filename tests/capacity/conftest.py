"""A plan of the Ministry of Personnel, written by its training admin Bala, chaired by Devi, approved by Farah."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from karmayogi.capacity import api as capacity
from karmayogi.capacity.models import Intervention
from karmayogi.capacity.types import Lens
from karmayogi.kernel import rows
from karmayogi.kernel.access import Role
from tests.capacity.solving import Solving, crowd
from tests.plans.conftest import desk

__all__ = ["desk"]  # a fixture here too

YEAR = 2026  # the cast lives in November 2026


@dataclass
class Planning:
    """The product's own acts, with the revision that stands."""

    cast: Any
    at: dt.datetime
    run_jobs: Any

    def revision(self, plan: uuid.UUID) -> int:
        return rows.scalar("select revision from capacity_plan where uuid = %s", [plan])

    def said(self, plan: uuid.UUID, who=None) -> dict[str, Any]:
        """What every change of the draft is given."""
        actor = (who or self.cast.admin).actor(self.at)
        return {"actor": actor, "plan": plan, "revision": self.revision(plan), "at": self.at}

    def unit(self) -> None:
        bala, ministry = self.cast.admin.actor(self.at), self.cast.ministry.uuid
        capacity.form_unit(
            actor=bala, organisation=ministry, order_number="A-11/2026", formed_on=self.at.date(), at=self.at
        )
        capacity.add_member(
            actor=bala, organisation=ministry, person=self.cast.supervisor.person_uuid, chairs=True, at=self.at
        )

    def draft(self) -> uuid.UUID:
        return capacity.draft_plan(
            actor=self.cast.admin.actor(self.at), organisation=self.cast.ministry.uuid, year=YEAR,
            title_en="Plan of the Ministry of Personnel 2026-27", purpose="Files that stand on their own.", at=self.at,
        )  # fmt: skip

    def counted(self) -> uuid.UUID:
        plan = self.draft()
        capacity.count_needs(**self.said(plan))
        self.run_jobs()
        return plan

    def line(self, plan: uuid.UUID, salary=40_00_000, training=80_000, until=dt.date(2027, 3, 31)) -> uuid.UUID:
        money = capacity.Money(
            "Establishment", "2052.00.090.01", salary, training, "S-4/2026", dt.date(2026, 4, 1), until
        )
        return capacity.save_line(**self.said(plan), line=None, money=money)

    def training(self, plan: uuid.UUID, budget: uuid.UUID | None = None, **how) -> uuid.UUID:
        given = {
            "heading": "functional", "training": True, "title_en": "Noting and drafting", "owner": "Deputy Secretary",
            "quarter": 3, "mode": "online", "provider": "ISTM", "seats": 40, "cost": 60_000 if budget else 0,
            "budget": budget,
        }  # fmt: skip
        return capacity.save_intervention(**self.said(plan), intervention=None, given=capacity.Given(**given | how))

    def whole(self) -> uuid.UUID:
        """A draft that is ready to be agreed."""
        self.unit()
        plan = self.counted()
        budget = self.line(plan)
        code = capacity.ranking(rows.scalar("select id from capacity_plan where uuid = %s", [plan]))[0].code
        capacity.set_importance(
            **self.said(plan), competency=code, value=5, reason="Files come back", lenses=(Lens.CITIZEN,)
        )
        one = self.training(plan, budget)
        capacity.add_answer(**self.said(plan), intervention=one, competency=code)
        for number in (2, 3):
            capacity.save_annex(**self.said(plan), number=number, text="As the order says.")
        return plan

    def published(self, plan: uuid.UUID | None = None) -> uuid.UUID:
        plan = plan or self.whole()
        revision, at = self.revision(plan), self.at
        self.cast.grant(self.cast.head, Role.MDO_LEADER, self.cast.ministry)
        capacity.agree_plan(actor=self.cast.supervisor.actor(at), plan=plan, revision=revision, at=at)
        capacity.approve_plan(actor=self.cast.head.actor(at), plan=plan, revision=revision, at=at)
        capacity.publish_plan(actor=self.cast.admin.actor(at), plan=plan, revision=revision, at=at)
        return plan


def give_profiles() -> None:
    """Assistants need two competencies at level 3 and 2, section officers the first at 2; Asha has shown level 1."""
    codes = rows.fetch(int, "select id from competencies_competency order by code limit 2")
    for name, needs in (
        ("Assistant Section Officer", ((codes[0], 3, 4), (codes[1], 2, 2))),
        ("Section Officer", ((codes[0], 2, 3),)),
    ):
        profile = rows.scalar(
            "insert into competencies_profile (uuid, designation_id, version, basis, summary_en, summary_hi,"
            " summary_ur, content_hash, published_on, in_force) select gen_random_uuid(), id, 1, '', '', '', '', name,"
            " '2026-01-01', true from orgs_designation where name = %s returning id",
            [name],
        )
        for competency, level, importance in needs:
            rows.run(
                "insert into competencies_profilerequirement (profile_id, competency_id, level, importance)"
                " values (%s, %s, %s, %s)",
                [profile, competency, level, importance],
            )


@pytest.fixture
def planning(cast, kcm, at, run_jobs, frozen_time, settings, tmp_path) -> Planning:
    settings.FILES_ROOT, settings.KEYS_ROOT = tmp_path / "files", tmp_path / "keys"
    give_profiles()
    first = rows.scalar("select competency_id from competencies_profilerequirement order by id limit 1")
    rows.run(
        "insert into competencies_level (person_id, competency_id, level, confidence, engine, computed_at)"
        " values (%s, %s, 1, 0.6, '1', %s)",
        [cast.learner.person_id, first, at],
    )
    return Planning(cast, at, run_jobs)


@pytest.fixture
def solving(planning, desk, cast, at) -> Solving:
    """Five assistants more who read English, two who read Odia alone."""
    crowd(cast, 5)
    crowd(cast, 2, "or")
    plan = planning.whole()
    course = desk.course("Noting")
    capacity.set_course(**planning.said(plan), intervention=Intervention.objects.get().uuid, course=course)
    return Solving(planning, cast, planning.published(plan), at)
