"""Figures by gender and group: counted by the queries of the registry, kept only where nobody is singled out."""

import io
import re

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.insight.actions.refresh import refresh
from karmayogi.insight.queries.cuts import access_cuts
from karmayogi.insight.registry import METRICS
from karmayogi.insight.registry.attributes import ATTRIBUTES, CUT
from karmayogi.insight.types import State
from karmayogi.kernel import rows


@pytest.fixture
def alike(country, at):
    """Of each ministry some officers more; of all who hold a post, by turns, women and men; all of one group."""
    country.officers(country.elsewhere, 20)
    country.officers(country.large, 30)
    rows.run(
        """
        update people_person p
        set gender = case when mod(place.n, 2) = 0 then 'Female' else 'Male' end, "group" = 'Group B'
        from (
          select i.person_id, row_number() over (partition by i.organisation_path order by i.person_id) as n
          from orgs_incumbency i
        ) place where place.person_id = p.id
        """
    )
    refresh(at=at, everything=True)
    return country


def test_values_add_up_to_the_figure_of_the_place(alike, at):
    cast = alike.cast
    totals = dict(
        rows.fetch(
            lambda code, numerator: (code, numerator),
            "select metric, numerator from insight_total where path = %s and state_code = '*'",
            [cast.country.path],
        )
    )
    _unit, cuts = access_cuts(cast.analyst.actor(at), cast.country.uuid)
    assert [cut.name.en for cut in cuts] == ["Gender", "Group of service", "Rural and urban"]
    for cut in cuts:
        shown = [value for value in cut.values if value.figures["officers"].state is State.SHOWN]
        assert shown
        for code in CUT:
            if METRICS[code].unit != "count":
                continue
            assert sum(value.figures[code].numerator or 0 for value in shown) == totals[code]
        rates = [value.figures["completion_rate"] for value in shown]
        assert sum(one.numerator for one in rates) == totals["completions"]


def test_one_woman_more_or_less_is_told_nowhere(alike, at, browse):
    """The only three women of a ministry: its page does not tell gender, and the country's not so that they follow."""
    cast = alike.cast
    ministry = cast.other_ministry
    rows.run(
        "update people_person set gender = 'Male' where id in (select person_id from orgs_incumbency"
        " where starts_with(organisation_path, %s))",
        [ministry.path],
    )
    rows.run(
        "update people_person set gender = 'Female' where id in (select person_id from orgs_incumbency"
        " where organisation_path = %s limit 3)",
        [alike.elsewhere.path],
    )
    refresh(at=at, everything=True)
    told = rows.fetch(
        lambda *row: row, "select distinct path, attribute from insight_cutfigure where attribute = 'gender'"
    )
    paths = {path for path, _attribute in told}
    assert ministry.path not in paths
    assert paths <= {cast.country.path}, "told of the other ministry too, the three would follow from the country"
    page = browse(reverse("insight:equity", args=[ministry.uuid]), cast.other_admin).content.decode()
    assert "would tell of fewer than 10 officers" in page
    assert "Women" not in page


def test_who_sees_it_and_files_tell_no_more(alike, browse):
    cast = alike.cast
    for name in ("equity", "equity_xlsx"):
        for unit, who, status in (
            (cast.ministry, cast.admin, 200), (cast.ministry, cast.other_admin, 404),
            (cast.ministry, cast.learner, 404),
            (cast.country, cast.analyst, 200), (cast.country, cast.admin, 404), (cast.department, cast.admin, 404),
        ):  # fmt: skip
            assert browse(reverse(f"insight:{name}", args=[unit.uuid]), who).status_code == status
    file = browse(reverse("insight:equity_xlsx", args=[cast.country.uuid]), cast.analyst).content
    lines = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    kept = {
        n for (n,) in rows.fetch(lambda n: (n,), "select numerator from insight_cutfigure where metric = 'officers'")
    }
    assert {row[2] for row in lines[1:] if isinstance(row[2], int | float)} <= kept


def test_values_are_those_that_records_have_and_queries_read_officers_alone():
    from karmayogi.orgs.engine.officers import COLUMNS
    from karmayogi.people.types import GROUPS

    genders = next(one for one in COLUMNS if one.key == "gender").allowed
    assert {value.raw for value in ATTRIBUTES["gender"].values if value.raw} <= {one.lower() for one in genders}
    assert {value.raw for value in ATTRIBUTES["group"].values if value.raw} <= {one.lower() for one in GROUPS}
    for code in CUT:
        assert "officer_now" in METRICS[code].sql
        assert not re.search(r"\bunit_now\b", METRICS[code].sql)
