"""A study from its draft to what it found; and that a signed plan stays what it was."""

import datetime as dt
import hashlib
import json
import uuid

import pytest
from django.db import DatabaseError, transaction

from karmayogi.evaluation import api as evaluation
from karmayogi.evaluation.actions.register_study import plan_signer
from karmayogi.evaluation.engine import lots
from karmayogi.evaluation.models import Measured, MeasureFile, Study, StudyIndicator, StudyUnit, StudyWave
from karmayogi.evaluation.queries.studies import departures_of
from karmayogi.evaluation.types import Design, WaveKind, WaveTerms
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from tests.evaluation.conftest import DAY, EFFECT, as_csv, terms, units_file


def test_a_lottery_from_draft_to_the_difference(desk):
    study = desk.drafted()
    row = desk.row(study)
    assert (row.power["treated"], row.power["comparison"]) == (30, 30)
    # Of three waves two are compared: the variance of a change is that of two means, for each of two groups of 30.
    assert row.power["error"] == pytest.approx((2.9 / 20 * (1 - 0.5) * 2 * (1 / 30 + 1 / 30)) ** 0.5)
    assert row.power["design_effect"] == pytest.approx(2.9)
    evaluation.register_study(**desk.said, study=study)
    evaluation.register_study(**desk.said, study=study)
    row = desk.row(study)
    plan = json.loads(row.plan)
    assert plan["commitment"] == hashlib.sha256(row.secret.encode()).hexdigest()
    assert row.secret not in row.plan
    assert len(plan["units"]) == 80
    assert plan_signer(row) is not None
    evaluation.draw_lot(**desk.said, study=study, word="4711")
    turns = dict(StudyUnit.objects.filter(study=row, turn__isnull=False).values_list("code", "turn"))
    evaluation.draw_lot(**desk.said, study=study, word="another")
    assert turns == dict(StudyUnit.objects.filter(study=row, turn__isnull=False).values_list("code", "turn"))
    # With what is published anybody draws the same.
    seed = hashlib.sha256(f"{row.secret}:4711".encode()).hexdigest()
    strata: dict[str, list[str]] = {}
    for code, stratum in plan["units"]:
        strata.setdefault(stratum, []).append(code)
    assert turns == lots.turns(seed, lots.sample(seed, strata, 15), Design.LOTTERY, seats=30, steps=1)
    assert sum(turns.values()) == 30

    at = desk.at + dt.timedelta(days=10)
    content = desk.wave_file(study, 0, at.date())
    said = {"actor": desk.esther, "study": study, "wave": 0, "name": "b.csv", "at": at}
    file = evaluation.bring_wave(**said, content=content)
    assert evaluation.bring_wave(**said, content=content).pk == file.pk
    assert (MeasureFile.objects.count(), Measured.objects.count()) == (1, 120)
    desk.run_jobs()
    assert desk.row(study).result["indicators"]["closed"]["effect"] is None, "one wave says nothing"
    for wave, days in ((1, 110), (2, 231)):
        later = desk.at + dt.timedelta(days=days)
        evaluation.bring_wave(
            **said | {"wave": wave, "at": later},
            content=desk.wave_file(study, wave, later.date(), lost=4 * (wave == 2)),
        )
    desk.run_jobs()
    found = desk.row(study).result["indicators"]
    effect = found["closed"]["effect"]
    assert effect["low"] < EFFECT < effect["high"]
    assert effect["low"] > 0
    assert effect["lot"] <= 0.01
    assert effect["units"] == 56
    assert set(found["closed"]["by_wave"]) == {"1", "2"}
    assert found["days"]["effect"]["low"] < 0 < found["days"]["effect"]["high"]
    assert found["days"]["holm"] == found["days"]["effect"]["p"]
    assert abs(found["closed"]["balance"]["difference"]) < 1
    left = departures_of(desk.row(study), desk.at.date() + 300 * DAY)
    assert sum(left.unseen.values()) == 4
    assert {code for code, _wave, _side in left.unseen} == {"closed"}
    assert left.outside == 116, "one day after the wave"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.run("update evaluation_measured set value = value + 1")
    evaluation.say_departure(**desk.said, study=study, words="Floods in one district.")
    evaluation.close_study(**desk.said, study=study)
    evaluation.close_study(**desk.said, study=study)
    with pytest.raises(Refused):
        evaluation.bring_wave(**said, content=as_csv(("unit", "indicator", "value", "answers", "day"), [("x",)]))


def test_a_signed_plan_is_changed_by_nobody(desk):
    study = desk.drawn()
    row = desk.row(study)
    before = row.plan
    draft = evaluation.draft_study(**desk.said, number=uuid.uuid4(), terms=terms())
    StudyWave.objects.create(
        study=desk.row(draft), number=9, kind="midline", from_on=desk.at.date(), until_on=desk.at.date()
    )
    for change in (
        lambda: evaluation.bring_units(**desk.said, study=study, content=units_file(10)),
        lambda: evaluation.set_indicators(**desk.said, study=study, terms=[]),
        lambda: evaluation.set_waves(**desk.said, study=study, terms=[]),
    ):
        with pytest.raises(Refused, match="signed"):
            change()
    for statement in (
        "update evaluation_study set question = 'Another'",
        "update evaluation_study set state = 'draft', plan = ''",
        "update evaluation_study set word = 'x'",
        "update evaluation_study set state = 'registered' where state = 'drawn'",
        "update evaluation_studywave set study_id = (select id from evaluation_study where state = 'drawn')"
        " where number = 9",
        "delete from evaluation_studyindicator",
        "update evaluation_studywave set until_on = until_on + 1",
        "update evaluation_studyunit set turn = 1 - turn where turn is not null",
        "insert into evaluation_studyunit (study_id, code, name, stratum) select id, 'x', '', '' from evaluation_study",
    ):
        with pytest.raises(DatabaseError, match="signed"), transaction.atomic():
            rows.run(statement)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.run("update evaluation_studynote set words = ''")
    assert desk.row(study).plan == before
    forged = Study(plan=before.replace("grievances", "complaints", 1), digest=row.digest)
    assert plan_signer(forged) is None


def test_what_a_plan_lacks_is_said(desk):
    study = desk.drafted()

    def refused() -> str:
        with pytest.raises(Refused) as refusal:
            evaluation.register_study(**desk.said, study=study)
        return str(refusal.value)

    with pytest.raises(Refused, match="signed first"):
        evaluation.draw_lot(**desk.said, study=study, word="x")
    today = desk.at.date()
    waves = [WaveTerms(WaveKind.BASELINE, today - DAY, today), WaveTerms(WaveKind.ENDLINE, today + DAY, today + DAY)]
    evaluation.set_waves(**desk.said, study=study, terms=waves)
    assert "has begun" in refused()
    evaluation.set_waves(**desk.said, study=study, terms=waves[1:])
    assert "baseline first" in refused()
    evaluation.set_waves(**desk.said, study=study, terms=[WaveTerms(WaveKind.BASELINE, today, today), waves[1]])
    assert "power" in refused()
    with pytest.raises(Refused, match="before the next"):
        evaluation.set_waves(**desk.said, study=study, terms=[waves[1], waves[1]])
    evaluation.set_indicators(**desk.said, study=study, terms=[])
    assert "stands on" in refused()
    for content, fault in (
        (b"code,name\n", "first line"),
        (b"code,name,stratum\n", "no line"),
        (b"code,name,stratum\na,A,s\na,B,s\n", "twice"),
        (b"\xff\xfe", "UTF-8"),
    ):
        with pytest.raises(Refused, match=fault):
            evaluation.bring_units(**desk.said, study=study, content=content)
    assert StudyUnit.objects.count() == 80
    evaluation.bring_units(**desk.said, study=study, content=units_file(1))
    desk.run_jobs()
    assert desk.row(study).power == {"impossible": True}, "thirty seats for four units"


def test_a_wedge_gives_everybody_a_turn_and_finds_the_effect(desk):
    study = desk.drawn(design=Design.WEDGE, seats=0, steps=2)
    assert set(StudyUnit.objects.filter(turn__isnull=False).values_list("turn", flat=True)) == {1, 2}
    for wave, days in ((0, 10), (1, 110), (2, 210)):
        at = desk.at + dt.timedelta(days=days)
        evaluation.bring_wave(
            actor=desk.esther, study=study, wave=wave, name="w", at=at, content=desk.wave_file(study, wave, at.date())
        )
    desk.run_jobs()
    effect = desk.row(study).result["indicators"]["closed"]["effect"]
    assert 0 < effect["low"] < EFFECT < effect["high"]
    assert effect["lot"] <= 0.01


def test_a_file_with_a_fault_is_kept_not_at_all(desk):
    study = desk.drawn()
    unit = StudyUnit.objects.filter(turn__isnull=False).first().code
    outside = StudyUnit.objects.filter(turn__isnull=True).first().code
    at = desk.at + dt.timedelta(days=10)
    head = ("unit", "indicator", "value", "answers", "day")
    good = [unit, "closed", "50", "20", "2026-11-25"]
    bad = [
        [outside, *good[1:]], [unit, "other", *good[2:]], [*good[:2], "many", *good[3:]], [*good[:2], "nan", *good[3:]],
        [*good[:2], "1e999", *good[3:]], [*good[:3], "-1", good[4]], [*good[:4], "soon"], [*good[:4], "2030-01-01"],
        good,
    ]  # fmt: skip
    with pytest.raises(Refused) as refusal:
        evaluation.bring_wave(
            actor=desk.esther, study=study, wave=0, name="x", at=at, content=as_csv(head, [good, *bad])
        )
    said = str(refusal.value)
    assert "Nothing of the file is kept" in said
    assert all(f"Line {place}" in said for place in range(3, 12)), said
    assert Measured.objects.count() == 0
    with pytest.raises(NotFound):
        evaluation.bring_wave(actor=desk.esther, study=study, wave=9, name="x", at=at, content=b"")


def test_others_see_no_study(desk, cast):
    study = desk.drawn()
    for who in (cast.admin, cast.platform, cast.learner):
        actor = who.actor(desk.at)
        for act in (
            lambda actor=actor: evaluation.draft_study(actor=actor, number=uuid.uuid4(), terms=terms(), at=desk.at),
            lambda actor=actor: evaluation.close_study(actor=actor, study=study, at=desk.at),
            lambda actor=actor: evaluation.say_departure(actor=actor, study=study, words="x", at=desk.at),
        ):
            with pytest.raises(NotFound):
                act()
    assert (Study.objects.count(), StudyWave.objects.count(), StudyIndicator.objects.count()) == (1, 3, 2)
