"""The score card: arithmetic on the page, weights by the Commission, learning weeks; who may see and do what."""

import io
import uuid

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.insight.actions.freeze import freeze
from karmayogi.insight.actions.refresh import refresh
from karmayogi.insight.queries.boards import national_board
from karmayogi.insight.queries.scores import frozen_board, score_board, weighting
from karmayogi.insight.queries.trends import COUNTRY, trend
from karmayogi.insight.registry.scores import EQUAL
from karmayogi.kernel import rows
from karmayogi.kernel.access import System
from karmayogi.kernel.ids import uuid7

OTHERS = ("admin", "learner", "platform", "publisher")


@pytest.fixture
def post(client, settings, at):
    def call(page, who, /, **values):
        client.cookies.clear()
        client.cookies[settings.SESSION_COOKIE_NAME] = who.cookie(at)
        return client.post(reverse(f"insight:{page}"), values)

    return call


@pytest.fixture
def scored(country, at):
    """Personnel has a unit and a plan, Rural Development neither; of each the cast alone is on board."""
    country.capacity_unit(country.cast.ministry)
    country.plan(country.cast.ministry, "published")
    refresh(at=at)
    return country


def given(**points) -> dict:
    return {code: str(points.get(code, 0)) for code in EQUAL} | {"number": str(uuid7()), "reason": "By order 1/2026"}


def test_the_arithmetic_stands_on_the_page(scored, browse, at):
    cast = scored.cast
    board = score_board(weighting(at))
    assert [(line.name.en, line.score.value, line.rank) for line in board] == [
        ("Ministry of Personnel", 53.0, "1"), ("Ministry of Rural Development", 3.6, "2"),
    ]  # fmt: skip
    page = browse(reverse("insight:scores"), cast.analyst).content.decode()
    assert reverse("insight:score", args=[cast.ministry.uuid]) in page
    mine = browse(reverse("insight:score", args=[cast.ministry.uuid]), cast.admin).content.decode()
    assert "Rank 1 of 2" in mine
    assert mine.count('<td class="n">25.0</td>') == 2, "share times weight, twice"
    assert reverse("insight:scores") not in mine, "all ministries are not hers to see"
    book = CalamineWorkbook.from_filelike(io.BytesIO(browse(reverse("insight:scores_xlsx"), cast.analyst).content))
    lines = book.get_sheet_by_index(0).to_python()
    assert lines[1][:3] == ["1", "Ministry of Personnel", 53.0]


def test_who_may_see_it(scored, browse):
    cast = scored.cast
    for name in ("scores", "scores_xlsx", "weights", "weeks"):
        assert browse(reverse(f"insight:{name}"), cast.analyst).status_code == 200
        for part in OTHERS:
            assert browse(reverse(f"insight:{name}"), getattr(cast, part)).status_code == 404, (name, part)
    for unit, who, status in (
        (cast.ministry, cast.admin, 200), (cast.ministry, cast.other_admin, 404), (cast.ministry, cast.learner, 404),
        (cast.department, cast.admin, 404), (cast.country, cast.analyst, 404),
    ):  # fmt: skip
        assert browse(reverse("insight:score", args=[unit.uuid]), who).status_code == status


def test_the_commission_lays_down_weights_once_with_a_reason(scored, post, at):
    cast = scored.cast
    sent = given(unit_covered=70, plan_covered=30)
    for part in OTHERS:
        assert post("weights", getattr(cast, part), **sent).status_code == 404
    for wrong, why in (
        (sent | {"unit_covered": "71"}, "101"), (sent | {"unit_covered": "-70"}, "whole number"),
        (sent | {"unit_covered": "9" * 99}, "whole number"), (sent | {"reason": " "}, "reason"),
    ):  # fmt: skip
        answer = post("weights", cast.analyst, **wrong)
        assert answer.status_code == 422
        assert why in answer.content.decode()
    assert weighting(at).points == EQUAL
    for _twice in range(2):
        assert post("weights", cast.analyst, **sent).status_code == 302
    assert post("weights", cast.analyst, **given(unit_covered=70, plan_covered=30)).status_code == 302, "the same again"
    assert weighting(at).points == {"unit_covered": 70, "plan_covered": 30, "onboarded": 0, "posts_profiled": 0}
    trail = rows.fetch(
        lambda why, detail: (why, "70" in str(detail), "25" in str(detail)),
        "select why, detail from kernel_auditentry where tag = 'insight:weights:set'",
    )
    assert trail == [("By order 1/2026", True, True)], "one entry, with what was before"
    assert [line.score.value for line in score_board(weighting(at))] == [100.0, 0.0]


def test_frozen_figures_keep_the_weights_of_their_day(scored, browse, post, settings, tmp_path, at, frozen_time):
    settings.KEYS_ROOT = tmp_path / "keys"
    frozen = freeze(agent=System("freeze_figures"), number=uuid7(), name="Year one", at=at)
    rows.run(
        "insert into insight_weighting (uuid, points, reason, from_at) values (%s, %s, 'x', %s + interval '1 hour')",
        [uuid.uuid4(), '{"unit_covered": 100, "plan_covered": 0, "onboarded": 0, "posts_profiled": 0}', at],
    )
    assert [line.score.value for line in frozen_board(frozen.frozen)] == [53.0, 3.6]
    page = browse(reverse("insight:scores") + f"?snapshot={frozen.uuid}", scored.cast.analyst)
    assert b"53.0" in page.content
    assert browse(reverse("insight:scores") + f"?snapshot={uuid.uuid4()}", scored.cast.analyst).status_code == 404
    assert browse(reverse("insight:scores_xlsx") + f"?snapshot={frozen.uuid}", scored.cast.admin).status_code == 404


def test_of_a_day_that_was_frozen_twice_the_trend_has_the_last(scored, settings, tmp_path, at):
    settings.KEYS_ROOT = tmp_path / "keys"
    for name in ("First", "Second"):
        freeze(agent=System("freeze_figures"), number=uuid7(), name=name, at=at)
    total = national_board().total["officers"]
    assert [on for on, _one in trend(COUNTRY, "officers", total, None)] == [at.date()]


def test_a_learning_week_is_entered_once_and_counted_at_once(scored, browse, post, at):
    cast = scored.cast
    sent = {"number": str(uuid7()), "name": "Week", "from": "2026-11-16", "to": "2026-11-24", "hours": "1"}
    for part in OTHERS:
        assert post("weeks", getattr(cast, part), **sent).status_code == 404
    for wrong in ({"to": "2026-11-15"}, {"to": "2027-11-15"}, {"from": "x"}, {"hours": "0"}, {"name": " "}):
        assert post("weeks", cast.analyst, **(sent | wrong | {"number": str(uuid7())})).status_code == 422
    for _twice in range(2):
        assert post("weeks", cast.analyst, **sent).status_code == 302
    again = post("weeks", cast.analyst, **(sent | {"number": str(uuid7())}))
    assert again.status_code == 422, "one begins on that day already"
    done = refresh(at=at)
    assert done is not None
    assert done.full
    counted = "select numerator, denominator from insight_total where metric = %s and path = %s and state_code = '*'"
    found = {
        code: rows.first(lambda *row: row, counted, [code, cast.country.path])
        for code in ("week_learners", "week_target")
    }
    assert found["week_learners"] == found["week_target"]
    assert found["week_learners"][0] == 20, "every second one completed a course of an hour"
    assert post("weeks", cast.analyst, remove=sent["number"]).status_code == 302
    refresh(at=at)
    assert rows.first(lambda *row: row, counted, ["week_learners", cast.country.path]) is None
