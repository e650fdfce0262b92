"""What every copy has: the first policy and the national instruments (data/instruments.toml)."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from karmayogi.competencies.engine.levels import FIRST, SOURCES
from karmayogi.competencies.models import Instrument, InstrumentLine, LevelPolicy, LevelPolicySource
from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent

FILE = Path(__file__).parents[2] / "data" / "instruments.toml"
BASIS = "The numbers with which the level engine began (decision 0006)."


@transaction.atomic
def ensure_proof_masters(*, agent: Agent, at: dt.datetime) -> None:
    """Enters what is missing; a second run changes nothing."""
    if not LevelPolicy.objects.exists():
        _first_policy(agent, at)
    known = set(Instrument.objects.values_list("code", flat=True))
    for given in tomllib.loads(FILE.read_text())["instrument"]:
        if given["code"] not in known:
            _instrument(given, agent, at)


def _first_policy(agent: Agent, at: dt.datetime) -> None:
    row = LevelPolicy.objects.create(
        number=FIRST.number,
        basis=BASIS,
        enough=FIRST.enough,
        contrary=FIRST.contrary,
        confirm=FIRST.confirm,
        made_at=at,
    )
    LevelPolicySource.objects.bulk_create(
        LevelPolicySource(policy=row, source=source, weight=rule.weight, half_life_days=rule.half_life_days)
        for source, rule in zip(SOURCES, FIRST.rules, strict=True)
    )
    row.published_at = at
    row.save(update_fields=["published_at"])
    audit.record("competencies:policy:publish", agent=agent, at=at, kind="level policy", subject=row.uuid, label="1")


def _instrument(given: dict[str, Any], agent: Agent, at: dt.datetime) -> None:
    row = Instrument.objects.create(
        code=given["code"], version=given["version"], source=given["source"], name_en=given["name"]["en"],
        name_hi=given["name"]["hi"], name_ur=given["name"]["ur"], registered_at=at,
    )  # fmt: skip
    InstrumentLine.objects.bulk_create(
        InstrumentLine(instrument=row, position=place, text_en=line["en"], text_hi=line["hi"], text_ur=line["ur"])
        for place, line in enumerate(given.get("line", []), 1)
    )
    audit.record(
        "competencies:instrument:register", agent=agent, at=at, kind="instrument", subject=row.uuid, label=row.code
    )
