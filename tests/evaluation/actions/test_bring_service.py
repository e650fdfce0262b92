"""Figures of open feeds: what is wrong is said line by line, the same file twice is once, a later word counts."""

import datetime as dt
import json

import pytest

from karmayogi.evaluation import api as evaluation
from karmayogi.evaluation.models import Measured, ServiceFigure, ServiceIndicator, ServiceSource, StudyUnit
from karmayogi.evaluation.queries.indicators import figure_lines, means_of
from karmayogi.evaluation.types import IndicatorTerms
from karmayogi.kernel.access import NotFound, Refused
from tests.evaluation.conftest import DAY, STATES, as_csv


def defined(desk):
    return evaluation.define_service(
        **desk.said, code="CPGRAMS-30", name="Closed in 30 days", definition="Of all received.", measure="%",
        higher_is_better=True,
    )  # fmt: skip


def bring(desk, service, content, **said):
    given = {
        "publisher": "Department of Grievances", "address": "https://data.example.in/grievances.csv",
        "licence": "GODL-India", "fetched_at": desk.at - DAY,
    } | said  # fmt: skip
    return evaluation.bring_service(**desk.said, service=service, content=content, **given)


def test_lines_are_kept_or_refused_and_the_latest_word_counts(desk, cast):
    service = defined(desk)
    assert defined(desk) == service
    with pytest.raises(Refused, match="code already"):
        evaluation.define_service(
            **desk.said, code="CPGRAMS-30", name="Other", definition="x", measure="", higher_is_better=True
        )
    head = ("unit", "month", "value")
    first = as_csv(head, [
        ("AP-0", "2026-01", "50"), ("AP-0", "2026-02", "60"), ("AP-0", "2026-02", "61"), ("", "2026-01", "1"),
        ("AP-1", "2027-01", "1"), ("AP-1", "May", "1"), ("AP-1", "2026-01", "inf"), ("AS-0", "2026-01-15", "'+70"),
    ])  # fmt: skip
    source = bring(desk, service, first)
    assert (source.rows, source.refused) == (3, 5)
    assert [place for place, _fault in source.faults] == ["4", "5", "6", "7", "8"]
    assert bring(desk, service, first).pk == source.pk
    assert (ServiceSource.objects.count(), ServiceFigure.objects.count()) == (1, 3)
    bring(desk, service, json.dumps([{"unit": "AP-0", "month": "2026-02", "value": 80}]).encode())
    lines, _after = figure_lines(ServiceIndicator.objects.get().pk)
    assert [(one.unit, one.month.month, one.value) for one in lines] == [
        ("AP-0", 1, 50),
        ("AP-0", 2, 80),
        ("AS-0", 1, 70),
    ]
    assert lines[0].licence == "GODL-India"
    assert ServiceFigure.objects.filter(unit="AP-0", month=dt.date(2026, 2, 1)).count() == 2, "the earlier word stays"
    _first, after = figure_lines(ServiceIndicator.objects.get().pk, limit=1)
    assert figure_lines(ServiceIndicator.objects.get().pk, limit=5, after=after)[0] == lines[1:]
    got = means_of(ServiceIndicator.objects.get().pk, dt.date(2026, 1, 1), dt.date(2026, 3, 15), ["AP-0"])
    assert got == [("AP-0", 65.0, 2)]
    # Another address tells something else, and then what the first one had told: its last word counts.
    other, days = {"address": "https://mirror.example.in/g.csv"}, (dt.date(2026, 1, 1), dt.date(2026, 1, 31), ["AP-0"])
    bring(desk, service, as_csv(head, [("AP-0", "2026-01", "7")]), **other)
    for _ in range(2):
        bring(desk, service, first, **other)
        assert means_of(ServiceIndicator.objects.get().pk, *days) == [("AP-0", 50.0, 1)]
    assert ServiceSource.objects.count() == 4
    assert means_of(ServiceIndicator.objects.get().pk, dt.date(2026, 1, 2), dt.date(2026, 2, 27), ["AP-0"]) == []
    for content, why in (
        (b"a,b\n1,2", "first line"), (b"[1]", "list of objects"), (b'{"a": 1}', "list of objects"), (b"[", "no JSON"),
        (b"unit,month,value\nx,y,z\n", "Line 2"), (b"\xff", "UTF-8"), (b"unit,month,value\n", "no line"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=why):
            bring(desk, service, content)
    # What JSON can say and no column can hold is a fault of its line.
    units = ("\0", "\ud800", ["x"], "AP-9")
    odd = [{"unit": unit, "month": "2026-01", "value": 7} for unit in units]
    source = bring(desk, service, json.dumps(odd).encode())
    assert [place for place, _fault in source.faults] == ["1", "2", "3"]
    for said in ({"licence": " "}, {"fetched_at": desk.at + DAY}, {"fetched_at": desk.at - 50_000 * DAY}):
        with pytest.raises(Refused):
            bring(desk, service, b"unit,month,value\nx,2026-01,1\n", **said)
    with pytest.raises(NotFound):
        evaluation.bring_service(
            actor=cast.admin.actor(desk.at), service=service, content=first, publisher="x", address="x", licence="x",
            fetched_at=desk.at, at=desk.at,
        )  # fmt: skip


def test_a_wave_out_of_service_figures(desk):
    service = defined(desk)
    study = desk.drafted()
    evaluation.set_indicators(
        **desk.said, study=study, terms=[IndicatorTerms("closed", "Closed", "As the feed says.", True, True, service)]
    )
    evaluation.register_study(**desk.said, study=study)
    evaluation.draw_lot(**desk.said, study=study, word="4711")
    said = {"actor": desk.esther, "study": study, "wave": 1}
    wave = desk.at.date() + 100 * DAY, desk.at.date() + 130 * DAY  # 28 February to 30 March 2027
    later = desk.at + 140 * DAY
    with pytest.raises(Refused, match="not over"):
        evaluation.take_service(**said, at=desk.at + 120 * DAY)
    with pytest.raises(Refused, match="no service figures"):
        evaluation.take_service(**said, at=later)
    assert (wave[0].isoformat(), wave[1].isoformat()) == ("2027-02-28", "2027-03-30")
    endline = {"actor": desk.esther, "study": study, "wave": 2}
    lines = [(f"{s}-{n}", "2027-06", 40 + n) for s in STATES for n in range(20)]
    evaluation.bring_service(
        actor=desk.esther, service=service, content=as_csv(("unit", "month", "value"), lines), publisher="P",
        address="A", licence="L", fetched_at=desk.at + 240 * DAY, at=desk.at + 240 * DAY,
    )  # fmt: skip
    at = desk.at + 241 * DAY
    with pytest.raises(Refused, match="no service figures"):
        evaluation.take_service(**endline, at=at)  # the wave holds no whole month: 8 June to 8 July
    assert Measured.objects.count() == 0
    assert StudyUnit.objects.filter(turn__isnull=False).count() == 60
