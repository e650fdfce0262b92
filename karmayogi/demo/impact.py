"""An impact study as in Viksit Panchayat, fifteen panchayats in each of four States, with values that are made up and
say so; service figures, made up as well; and a room for assessors that waits for its second person."""

import csv
import datetime as dt
import io
import random
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from karmayogi.demo.provider import actor_of
from karmayogi.evaluation import api as evaluation
from karmayogi.evaluation.types import (
    Assumptions,
    Design,
    IndicatorTerms,
    RoomTerms,
    StudyTerms,
    WaveKind,
    WaveTerms,
)
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor, Role
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

STUDY = uuid.UUID("0190f3a2-0000-7000-8000-00000000e001")
ROOM = uuid.UUID("0190f3a2-0000-7000-8000-00000000e002")
STATES = ("AP", "AS", "GJ", "OD")
EFFECT = 7.0  # what the invented values have in them
DAY = dt.timedelta(days=1)


def second_person(builder: Any) -> None:
    """Who opens what Esther proposes, and somebody from outside who assesses."""
    country = orgs.organisation_by_code("IN")
    assert country is not None
    member = builder.officer(
        None, "", named=("Farhan Qureshi", "फ़रहान क़ुरैशी"), email="farhan@commission.example",
        who="member of the Commission: opens rooms for assessors",
    )  # fmt: skip
    builder.authority(member, Role.CBC_MEMBER, country.id)
    builder.officer(
        None, "", named=("Lakshmi Rao", "लक्ष्मी राव"), email="lakshmi@evaluators.example", who="assessor from outside"
    )


def build(*, at: dt.datetime, say: Callable[[str], None]) -> None:
    esther = people.find_account(email="esther@commission.example")
    assert esther is not None and esther.person_id is not None
    actor = actor_of(esther.person_id, esther.id, at)
    dice = random.Random(211)  # noqa: S311 (not a secret: the demonstration is alike everywhere)
    _study(actor, at, dice)
    _service(actor, at, dice)
    ministry = orgs.organisation_by_name("Ministry of Rural Development")
    assert ministry is not None
    evaluation.propose_room(
        actor=actor, number=ROOM, at=at,
        terms=RoomTerms(
            "Review of learning in Rural Development", "Invented: by order of the Commission, for its annual report.",
            ministry.uuid, ("officers.group", "officers.completed", "enrolments.course", "enrolments.begun"),
            ("Lakshmi Rao <lakshmi@evaluators.example>",), at, at + 60 * DAY,
        ),
    )  # fmt: skip
    say("an impact study with invented values, a room for assessors")


def _study(actor: Actor, at: dt.datetime, dice: random.Random) -> None:
    # Not before the key that signs: what is older than the key would be no signature of it.
    key = rows.scalar("select min(valid_from) from credentials_signingkey") or at
    begun = max(at - 300 * DAY, key)
    said: dict[str, Any] = {"actor": actor, "study": STUDY}
    course = rows.scalar("select code from learning_course where code = 'KY-RTI-01'") or ""
    evaluation.draft_study(
        actor=actor, number=STUDY, at=begun,
        terms=StudyTerms(
            "Panchayats close grievances in time",
            "Do panchayats whose secretaries are trained close more grievances within 30 days, half a year later?",
            Design.LOTTERY, 15, 30, 1, Assumptions(0.4, 20, 0.1, 0.6), course, invented=True,
        ),
    )  # fmt: skip
    units = [(f"{s}-{n:02}", f"Invented panchayat {n} ({s})", s) for s in STATES for n in range(1, 21)]
    evaluation.bring_units(**said, content=_csv(("code", "name", "stratum"), units), at=begun)
    evaluation.set_indicators(
        **said, at=begun,
        terms=[
            IndicatorTerms(
                "closed", "Grievances closed within 30 days, %", "Of all received in the wave, by the register.", True, True
            ),
            IndicatorTerms("days", "Days until the first answer", "Mean over the grievances of the wave.", False, False),
        ],
    )  # fmt: skip
    length = (at - begun) / 10
    days = [(clock.day(begun + part * length), clock.day(begun + (part + 1) * length)) for part in (1, 4, 8)]
    evaluation.set_waves(
        **said, at=begun,
        terms=[WaveTerms(kind, *span) for kind, span in zip(WaveKind, days, strict=True)],
    )  # fmt: skip
    evaluation.settle(STUDY)
    evaluation.register_study(**said, at=begun)
    evaluation.draw_lot(**said, word="4711", at=begun)
    found = "select code, turn from evaluation_studyunit where turn is not null order by code"
    drawn = rows.fetch(lambda *row: row, found)
    level = {code: dice.gauss(52, 9) for code, _turn in drawn}
    for wave, (first, _last) in enumerate(days):
        lines: list[tuple[object, ...]] = []
        for place, (code, turn) in enumerate(drawn):
            closed = level[code] + 1.5 * wave + EFFECT * (0 < turn <= wave) + dice.gauss(0, 4)
            if wave < 2 or place not in (7, 31):  # two that could not be reached any more
                lines.append((code, "closed", f"{min(max(closed, 0), 100):.1f}", 20, first))
            lines.append((code, "days", f"{max(1, 34 - 0.3 * level[code] + dice.gauss(0, 3)):.1f}", 20, first))
        evaluation.bring_wave(
            **said, wave=wave, name=f"invented-wave-{wave}.csv", at=min(begun + (wave * 3.7 + 2) * length, at),
            content=_csv(("unit", "indicator", "value", "answers", "day"), lines),
        )  # fmt: skip
    evaluation.say_departure(**said, words="Invented: two panchayats were cut off by floods at the endline.", at=at)
    evaluation.settle(STUDY)


def _service(actor: Actor, at: dt.datetime, dice: random.Random) -> None:
    service = evaluation.define_service(
        actor=actor, code="GRIEVANCE-30", name="Grievances closed within 30 days", measure="%", higher_is_better=True,
        definition="Invented: share of the grievances received in a month that were closed within 30 days.", at=at,
    )  # fmt: skip
    this = clock.day(at).replace(day=1)
    months = [this := (this - DAY).replace(day=1) for _month in range(6)]
    lines = [
        (f"{s}-{n:02}", f"{month:%Y-%m}", f"{dice.gauss(55, 9):.1f}")
        for s in STATES
        for n in (1, 2, 3)
        for month in months
    ]
    evaluation.bring_service(
        actor=actor, service=service, content=_csv(("unit", "month", "value"), lines), fetched_at=at - DAY, at=at,
        publisher="Nobody: invented for the demonstration", address="https://data.example.in/grievances.csv",
        licence="CC0 1.0",
    )  # fmt: skip


def _csv(head: Sequence[str], lines: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([head, *lines])
    return out.getvalue().encode()
