"""A study of sixty panchayats in four States, as in Viksit Panchayat: half have a seat; its values are made up."""

import csv
import datetime as dt
import io
import uuid
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from karmayogi.evaluation import api as evaluation
from karmayogi.evaluation.models import Study, StudyUnit
from karmayogi.evaluation.types import Assumptions, Design, IndicatorTerms, StudyTerms, WaveKind, WaveTerms

STATES = ("AP", "AS", "GJ", "OD")
EFFECT = 6.0
DAY = dt.timedelta(days=1)


def as_csv(head, lines) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([head, *lines])
    return out.getvalue().encode()


def units_file(each: int = 20) -> bytes:
    return as_csv(("code", "name", "stratum"), [(f"{s}-{n}", f"Panchayat {n}", s) for s in STATES for n in range(each)])


def terms(**said: Any) -> StudyTerms:
    given: dict[str, Any] = {
        "title": "Panchayats close grievances", "question": "Does training secretaries close more grievances?",
        "design": Design.LOTTERY, "sample": 15, "seats": 30, "steps": 1,
        "assumptions": Assumptions(effect=0.5, answers=20, icc=0.1, stability=0.5),
    } | said  # fmt: skip
    return StudyTerms(**given)


@dataclass
class Desk:
    """Esther of the Commission runs studies."""

    cast: Any
    at: dt.datetime
    run_jobs: Any

    @property
    def esther(self):
        return self.cast.analyst.actor(self.at)

    @property
    def said(self) -> dict[str, Any]:
        return {"actor": self.esther, "at": self.at}

    def drafted(self, **said: Any) -> uuid.UUID:
        study = evaluation.draft_study(**self.said, number=uuid.uuid4(), terms=terms(**said))
        evaluation.bring_units(**self.said, study=study, content=units_file())
        evaluation.set_indicators(
            **self.said, study=study,
            terms=[
                IndicatorTerms("closed", "Grievances closed in time, %", "Within 30 days, of all.", True, True),
                IndicatorTerms("days", "Days until an answer", "Mean of the month.", False, False),
            ],
        )  # fmt: skip
        today = self.at.date()
        evaluation.set_waves(
            **self.said, study=study,
            terms=[
                WaveTerms(WaveKind.ENDLINE, today + 200 * DAY, today + 230 * DAY),
                WaveTerms(WaveKind.BASELINE, today + DAY, today + 30 * DAY),
                WaveTerms(WaveKind.MIDLINE, today + 100 * DAY, today + 130 * DAY),
            ],
        )  # fmt: skip
        self.run_jobs()
        return study

    def drawn(self, **said: Any) -> uuid.UUID:
        study = self.drafted(**said)
        evaluation.register_study(**self.said, study=study)
        evaluation.draw_lot(**self.said, study=study, word="4711")
        return study

    def wave_file(self, study: uuid.UUID, wave: int, on: dt.date, effect: float = EFFECT, lost: int = 0) -> bytes:
        dice = np.random.default_rng(wave)
        lines = []
        for place, one in enumerate(StudyUnit.objects.filter(study__uuid=study, turn__isnull=False).order_by("code")):
            own = 50 + 8 * np.sin(place * 7.3)
            value = own + 2 * wave + effect * (0 < (one.turn or 0) <= wave) + dice.normal(0, 3)
            if place >= lost:
                lines.append((one.code, "closed", f"{value:.2f}", 20, on))
            lines.append((one.code, "days", f"{30 - 0.2 * own + dice.normal(0, 2):.2f}", 20, on))
        return as_csv(("unit", "indicator", "value", "answers", "day"), lines)

    def measured(self, **said: Any) -> uuid.UUID:
        """With its three waves, the last of which lacks four units of an indicator."""
        study = self.drawn(**said)
        for wave, days in ((0, 10), (1, 110), (2, 210)):
            at = self.at + dt.timedelta(days=days)
            evaluation.bring_wave(
                actor=self.esther, study=study, wave=wave, name=f"wave-{wave}.csv", at=at,
                content=self.wave_file(study, wave, at.date(), lost=4 if wave == 2 else 0),
            )  # fmt: skip
        self.run_jobs()
        return study

    def row(self, study: uuid.UUID) -> Study:
        return Study.objects.get(uuid=study)


@pytest.fixture
def desk(cast, at, run_jobs, frozen_time, settings, tmp_path, monkeypatch) -> Desk:
    # One lot at every run: of intervals of 95 % every twentieth misses.
    monkeypatch.setattr("karmayogi.evaluation.actions.draft_study.token_hex", lambda _size: "5e" * 32)
    settings.FILES_ROOT, settings.KEYS_ROOT = tmp_path / "files", tmp_path / "keys"
    return Desk(cast, at, run_jobs)
