"""The text of the registry over the facts is one for all engines: here PostgreSQL reads it, as it is."""

import datetime as dt

import pytest
from django.db import connection

from karmayogi.facts.actions.export import export
from karmayogi.facts.actions.refresh import refresh
from karmayogi.facts.queries.ask import dated
from karmayogi.facts.types import Refused
from karmayogi.insight.queries.from_facts import _BY_STATE, FACTS, OFFICERS_HELD, counted, days_of
from karmayogi.insight.registry.bases import BASES
from tests import third
from tests.insight.actions.test_refresh import Script
from tests.insight.queries.test_from_facts import LATER, MOVES


def played(world, profile, sign, monkeypatch) -> None:
    """Two days in the life of a small country."""
    world.week(world.at.date() - dt.timedelta(days=1), world.at.date() + dt.timedelta(days=5), 60)
    script = Script(world, profile, sign)
    for move in MOVES:
        script.play(*move)
    world.at += dt.timedelta(days=1)
    monkeypatch.setattr("tests.insight.conftest.SINCE", world.at.date())  # new posts begin then
    for move in LATER:
        script.play(*move)


def days(at: dt.datetime) -> list[dt.date]:
    return [at.date() + dt.timedelta(days=later) for later in (1, 0, -1, -30, -400)]


def test_every_figure_of_every_unit_is_the_same_in_postgresql(world, profile, sign, store, at, monkeypatch):
    with pytest.raises(Refused):
        export(store=store)
    played(world, profile, sign, monkeypatch)
    refresh(store=store, at=at, everything=True)
    done = export(store=store, kind="TabSeparated")
    assert done is not None
    assert done.as_on == at
    connection.ensure_connection()
    raw = connection.connection
    third.load(raw, done.folder)
    seen = set()
    for on in days(at):
        for code, metric in FACTS.items():
            found = raw.execute(dated(metric.facts, days_of(on))).fetchall()
            there = {unit: (int(one), int(two)) for unit, one, two in found if one or two}
            assert there == counted(metric, on), (code, on)
            seen |= {code} if there else set()
        bases = [base.facts for base in BASES.values()]
        for text in (OFFICERS_HELD, *bases, _BY_STATE.format(facts=FACTS["officers"].facts)):
            here = [[str(one) for one in row] for row in raw.execute(dated(text, days_of(on))).fetchall()]
            assert sorted(here) == sorted(
                [str(one) for one in row] for row in store.query(dated(text, days_of(on)), seconds=9)
            )
    nothing = {"false_alarms", "certificates_e0", "certificates_e2", "certificates_e3"}
    assert seen >= set(FACTS) - nothing, "the script reaches them"
