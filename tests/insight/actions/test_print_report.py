"""The annual report: every number in it stands in its snapshots, every figure leads to its definition, on paper too."""

import dataclasses
import datetime as dt
import html
import io
import re
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation
from pypdf import PdfReader

from karmayogi.insight.actions.freeze import freeze
from karmayogi.insight.actions.print_report import page_of, report_of
from karmayogi.insight.engine.blocks import Bullets, Cell, Heading, Line, Picture, Table
from karmayogi.insight.queries.report import blocks
from karmayogi.insight.queries.wording import change, figure, figure_of
from karmayogi.insight.registry import METRICS
from karmayogi.insight.types import State
from karmayogi.kernel import rows
from karmayogi.kernel.access import Refused, System
from karmayogi.kernel.ids import uuid7

COMMAND = System("freeze_figures")


@pytest.fixture
def pair(country, settings, tmp_path, at):
    """Two years: between them ten officers more, and more courses completed."""
    settings.KEYS_ROOT = tmp_path / "keys"
    first = freeze(agent=COMMAND, number=uuid7(), name="Year one", at=at)
    for person in country.officers(country.elsewhere, 10):
        country.complete(country.enrol(person, country.course(90)))
    return first, freeze(agent=COMMAND, number=uuid7(), name="Year two", at=at + dt.timedelta(days=365))


def texts(blocks) -> list[str]:
    found: list[str] = []
    for block in blocks:
        match block:
            case Heading(text=text):
                found.append(text)
            case Line():
                found += [block.lead, block.text]
            case Bullets(lines):
                found += [text for line in lines for text in (line.lead, line.text)]
            case Picture(alt=alt):
                found.append(alt)
            case Table():
                found += [block.caption, *(cell.text for row in (block.head, *block.rows) for cell in row)]
    return found


def cells(blocks) -> list[Cell]:
    return [cell for block in blocks if isinstance(block, Table) for row in block.rows for cell in row]


def test_nothing_is_in_it_but_what_the_snapshots_say(pair):
    """Every cell with a digit is a figure of a snapshot, a part of one, or the change between the two."""
    first, second = (row.frozen for row in pair)
    report = report_of(pair[1])
    places = [second.country, *second.regions, *second.organisations]
    shown = [one for place in places for one in place.figures.values()]
    allowed = {figure(one) for one in shown} | {figure_of(one) for one in shown}
    was = {(p.kind, p.code): p for p in (first.country, *first.regions, *first.organisations)}
    allowed |= {
        change(was[place.kind, place.code].figures[code], one)
        for place in places for code, one in place.figures.items() if (place.kind, place.code) in was
    }  # fmt: skip
    names = {place.name.en for place in places} | {metric.name.en for metric in second.metrics.values()}
    stray = [cell.text for cell in cells(report.blocks) if re.search(r"\d", cell.text) and cell.text not in allowed]
    assert set(stray) <= names
    hidden = [one for one in shown if one.state in (State.FEW, State.WITHHELD)]
    assert hidden
    assert "fewer than 10 officers" in texts(report.blocks)


def test_every_figure_leads_to_its_definition(pair):
    found = report_of(pair[1]).blocks
    anchors = [block.anchor for block in found if isinstance(block, Heading) and block.anchor]
    assert anchors == [f"m-{code}" for code in METRICS]
    links = [cell.link for cell in cells(found)] + [
        line.link for block in found if isinstance(block, Bullets) for line in block.lines
    ]
    assert {link for link in links if link} <= set(anchors)
    numbers = [cell for cell in cells(found) if re.fullmatch(r"[\d,.]+(%| h)?", cell.text)]
    assert numbers
    assert [cell.text for cell in numbers if not cell.link] == []
    page = page_of(pair[1], "en")
    assert {html.unescape(one) for one in re.findall(r'href="#([^"]+)"', page)} <= set(
        re.findall(r'id="([^"]+)"', page)
    )


def test_findings_say_the_change_and_the_extremes_with_their_numbers(pair):
    said = texts(report_of(pair[1]).blocks)
    officers = pair[1].frozen.country.figures["officers"].numerator
    assert f"{officers}; before {officers - 10}, change +10." in said
    extremes = [text for text in said if text.startswith("highest ")]
    assert extremes
    assert all(re.search(r"highest [\d.]+.* lowest [\d.]+.* Compared: \d+ of \d+\.$", text) for text in extremes)
    assert "There are no earlier frozen figures, so that no change is reported." in texts(report_of(pair[0]).blocks)


def test_a_figure_of_another_definition_is_not_compared(pair):
    first, second = (row.frozen for row in pair)
    metric = dataclasses.replace(first.metrics["officers"], digest="0" * 64)
    other = dataclasses.replace(first, metrics=first.metrics | {"officers": metric})
    said = texts(blocks(second, other, check_at=""))
    officers = second.country.figures["officers"].numerator
    assert f"{officers}." in said
    assert not any(f"before {officers - 10}," in text for text in said)


def test_it_is_made_from_the_snapshot_alone(pair):
    page = page_of(pair[1], "en", pair[0])
    rows.run("delete from insight_total")
    rows.run("update orgs_organisation set name_en = 'Renamed'")
    assert page_of(pair[1], "en", pair[0]) == page


def test_the_command_makes_tagged_papers_and_pages(pair, tmp_path, capsys):
    out = tmp_path / "report"
    started = time.perf_counter()
    call_command("civil_services_report", "--snapshot", "year TWO", "--out", str(out))
    assert time.perf_counter() - started < 60
    assert {file.name for file in out.iterdir()} == {
        "report-en.html", "report-hi.html", "report-ur.html", "report-en.pdf", "report-hi.pdf", "figures.json",
    }  # fmt: skip
    for language, title in (("en", "Annual State of the Civil Services 2027-28"), ("hi", "2027-28")):
        content = (out / f"report-{language}.pdf").read_bytes()
        root = PdfReader(io.BytesIO(content)).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert str(root["/Lang"]).startswith(language)
        assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
        assert b"/ByteRange" in content, "signed"
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        assert title in " ".join(text.split())
    page = (out / "report-ur.html").read_text()
    assert '<html lang="ur" dir="rtl">' in page
    assert not re.findall(r'(?:src|href)="(?!#)[^"]*"', page), "it needs nothing beside it"
    assert "<script" not in page
    assert (out / "figures.json").read_text() == pair[1].document


def test_a_comparison_goes_backwards_only(pair, tmp_path):
    for before, why in (("Year two", "not earlier"), ("Year three", "no snapshot")):
        with pytest.raises(CommandError, match=why):
            call_command(
                "civil_services_report", "--snapshot", "Year one", "--before", before, "--out", str(tmp_path / "x")
            )


def test_a_place_name_is_text(pair):
    with translation.override("en"):
        page = page_of(pair[1], "en")
    assert "Ministry of Personnel" in page
    rows.run("update orgs_organisation set name_en = '<b>&amp; #[link]' where code = 'T-MOP'")
    evil = freeze(agent=COMMAND, number=uuid7(), name="<i>evil</i>", at=pair[1].frozen_at + dt.timedelta(days=1))
    page = page_of(evil, "en")
    assert "<b>&amp;" not in page
    assert "&lt;b&gt;&amp;amp; #[link]" in page
    assert "<i>evil" not in page


def test_no_report_vouches_for_figures_that_are_not_what_was_signed(pair, tmp_path):
    first, second = pair
    with connection.cursor() as cursor:
        cursor.execute("alter table insight_snapshot disable trigger user")
        cursor.execute(
            "update insight_snapshot set document = replace(document, 'Rural', 'Urban') where id = %s", [first.id]
        )
    with pytest.raises(Refused, match="not what was signed"):
        report_of(second)
    with pytest.raises(CommandError, match="not what was signed"):
        call_command("civil_services_report", "--snapshot", "Year two", "--out", str(tmp_path / "out"))
