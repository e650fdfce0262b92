"""A course, and a mandate of the Ministry of Personnel that asks everybody in it for that course."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

import pytest

from karmayogi.kernel import rows
from karmayogi.plans import api as plans

START = dt.date(2026, 11, 20)


@dataclass
class Desk:
    """Bala's desk: drafts, rehearses and publishes through the product's own actions."""

    cast: object
    at: dt.datetime
    run_jobs: object

    def course(self, title: str = "Dignity at work", kind: str = "course", minutes: int = 45) -> uuid.UUID:
        """In the catalogue as publishing would put it there."""
        course = rows.scalar(
            "insert into learning_course (uuid, kind, code, slug, provider_id, provider, mode, licence, status)"
            " values (gen_random_uuid(), %s, %s, '', (select min(id) from learning_provider), '', 'online', '',"
            " 'published') returning id",
            [kind, f"C-{uuid.uuid4().hex[:8]}"],
        )
        return rows.scalar(
            "insert into learning_catalogueentry (course_id, uuid, code, title_en, title_hi, title_ur, summary_en,"
            " summary_hi, summary_ur, kind, provider, mode, minutes, bytes, languages, competency_ids, published_at,"
            " words) select id, uuid, code, %s, '', '', '', '', '', kind, '', 'online', %s, 1, '{en}', '{}', now(), ''"
            " from learning_course where id = %s returning uuid",
            [title, minutes, course],
        )

    def complete(self, person_id: int, course: uuid.UUID, on: dt.date) -> None:
        at = dt.datetime.combine(on, dt.time(6), tzinfo=dt.UTC)
        rows.run(
            "insert into learning_enrolment (uuid, person_id, course_id, version_id, organisation_path, language,"
            " status, enrolled_at, last_at, completed_at) select gen_random_uuid(), %s, id, %s, '', 'en', 'completed',"
            " %s, %s, %s from learning_course where uuid = %s",
            [person_id, self.version(course), at, at, at, course],
        )

    def version(self, course: uuid.UUID) -> int:
        return rows.scalar(
            "insert into learning_courseversion (course_id, number, minutes, bytes, parts_needed, pass_percent,"
            " source_sha256, published_at) select id, 1, 45, 1, 1, 60, '', now() from learning_course where uuid = %s"
            " returning id",
            [course],
        )

    def draft(self, who=None, of=None, course=None, value=None, **terms) -> uuid.UUID:
        """Everybody of the ministry, thirty days from the start, unless said otherwise."""
        actor = (who or self.cast.admin).actor(self.at)
        given = plans.Terms(
            title_en="Dignity at work", number="A-1/2026", issuer="Under Secretary", why="The Act asks for it.",
            starts_on=START, amount=30,
        )  # fmt: skip
        made = plans.draft_mandate(
            actor=actor, organisation=(of or self.cast.ministry).uuid, terms=replace(given, **terms), at=self.at
        )
        plans.add_condition(actor=actor, mandate=made, revision=self.revision(made), rule=0, value=value, at=self.at)
        if course:
            plans.add_item(actor=actor, mandate=made, revision=self.revision(made), course=course, at=self.at)
        return made

    def revision(self, mandate: uuid.UUID) -> int:
        return rows.scalar("select revision from plans_mandate where uuid = %s", [mandate])

    def live(self, **how) -> uuid.UUID:
        who = how.get("who") or self.cast.admin
        made = self.draft(**how)
        self.publish(made, who)
        return made

    def publish(self, mandate: uuid.UUID, who=None) -> None:
        actor = (who or self.cast.admin).actor(self.at)
        plans.rehearse(actor=actor, mandate=mandate, at=self.at)
        self.run_jobs()
        plans.approve_mandate(actor=actor, mandate=mandate, revision=self.revision(mandate), at=self.at)
        plans.publish_mandate(actor=actor, mandate=mandate, at=self.at)


@pytest.fixture
def desk(cast, at, run_jobs, frozen_time):
    rows.run(
        "insert into learning_provider (uuid, code, name_en, name_hi, name_ur, kind, about, status, licensed_from,"
        " reason) values (gen_random_uuid(), 'PL', 'P', '', '', 'company', '', 'licensed', '2020-01-01', '')"
    )
    return Desk(cast, at, run_jobs)
