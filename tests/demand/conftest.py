"""Twelve assistants who lack what their post asks for; an institute with somebody who publishes for it."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from karmayogi.demand import api as demand
from karmayogi.demand.types import Terms
from karmayogi.kernel import rows
from karmayogi.kernel.access import Role
from karmayogi.learning.actions.ensure_provider import ensure_provider
from tests.capacity.conftest import give_profiles
from tests.learning.conftest import write_folder

MANY = 12  # Asha, Chandra, and ten more


@dataclass
class Board:
    """The Commission's Esther asks, Imran answers for the institute of the name of tests' courses."""

    cast: Any
    at: dt.datetime
    run_jobs: Any
    folder: Any
    provider: uuid.UUID
    other: uuid.UUID
    codes: list[str]

    @property
    def esther(self):
        return self.cast.analyst.actor(self.at)

    def scan(self, days: int = 0) -> int:
        at = self.at + dt.timedelta(days=days)
        return demand.scan(on=at.date(), at=at)

    def lack(self, kind: str, level: int = 3):
        return next(one for one in demand.lack_lines(kind=kind)[0] if one.level == level)

    def ask(self, kind: str = "no_course", provider: uuid.UUID | None = None, days: int = 30, level: int = 3):
        return demand.ask(
            actor=self.esther, lack=self.lack(kind, level).uuid, provider=provider,
            due_on=self.at.date() + dt.timedelta(days=days), note="Cases of small offices", at=self.at,
        )  # fmt: skip

    def one(self, request: uuid.UUID):
        return next(one for one in demand.request_lines(None)[0] if one.uuid == request)

    def steps(self, request: uuid.UUID) -> list[str]:
        sql = "select act from demand_requeststep s join demand_contentrequest r on r.id = s.request_id"
        return rows.fetch(str, f"{sql} where r.uuid = %s order by s.id", [request])

    def publish(self, level: int, urdu: bool = False, code: str = "TST-01", version: str = "") -> int:
        """A course of the institute that teaches what assistants lack; its jobs have run."""
        from karmayogi.learning import api as learning
        from tests.learning.conftest import SETUP

        folder = write_folder(self.folder / uuid.uuid4().hex, code=code)
        text = (folder / "course.toml").read_text().replace("level = 2", f"level = {level}")
        text = text.replace("FUN-095", self.codes[0]).replace("Answer requests", f"Answer {version}requests")
        if urdu:
            text = text.replace('en = "What and who"', 'en = "What and who", ur = "کیا اور کون"')
            text = text.replace("[title]", '[title]\nur = "حق"').replace('"Time limits"', '"Time limits", ur = "مدت"')
            text = text.replace('en = "Test"', 'en = "Test", ur = "جانچ"')
            (folder / "ur").mkdir()
            for page in (folder / "en").glob("*.md"):
                (folder / "ur" / page.name).write_text("# سبق\n\nمتن۔\n")
        (folder / "course.toml").write_text(text)
        made = learning.import_course(agent=SETUP, folder=folder, at=self.at)
        self.run_jobs()
        return made.id


@pytest.fixture
def board(cast, kcm, at, run_jobs, frozen_time, settings, tmp_path) -> Board:
    settings.FILES_ROOT, settings.KEYS_ROOT = tmp_path / "files", tmp_path / "keys"
    give_profiles()
    for n in range(MANY - 2):
        cast.player(f"Officer {chr(65 + n)}", f"o{n}@personnel.example.in", cast.section, cast.assistant)
    rows.run("update people_account set language = 'ur' where email like 'o%%@personnel.example.in'")
    provider = ensure_provider("Test Courseware", at)
    other = ensure_provider("Other Institute", at)
    rows.run(
        "update learning_provider set status = 'licensed', licensed_from = '2020-01-01' where id in (%s, %s)",
        [provider.id, other.id],
    )
    for whose, who in ((provider, cast.publisher), (other, cast.outsider)):
        rows.run(
            "insert into learning_providermember (provider_id, person_id, role, given_at) values (%s, %s, %s, %s)",
            [whose.id, who.person_id, Role.CONTENT_PUBLISHER, at],
        )
    demand.set_terms(actor=cast.analyst.actor(at), terms=Terms(10, 1, 2, 3.0, 60), reason="A small government", at=at)
    codes = rows.fetch(str, "select code from competencies_competency order by code limit 2")
    return Board(cast, at, run_jobs, tmp_path, provider.uuid, other.uuid, codes)
