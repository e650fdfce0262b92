"""Frozen figures: what is kept is what was shown, nobody changes it, and whoever changes it is found."""

import datetime as dt
import json
import re
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError

from karmayogi.credentials.engine import key_list
from karmayogi.credentials.queries.published import published_keys
from karmayogi.insight.actions.freeze import freeze
from karmayogi.insight.actions.refresh import refresh
from karmayogi.insight.models import Snapshot
from karmayogi.insight.queries import boards
from karmayogi.insight.queries.restated import places_of, restated
from karmayogi.insight.queries.snapshots import check_row, check_text, earlier, snapshot
from karmayogi.insight.registry import METRICS
from karmayogi.insight.types import Check, State
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused, Role, System
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.models import Enrolment

COMMAND = System("freeze_figures")


@pytest.fixture
def keys(settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "keys"


@pytest.fixture
def frozen(country, keys, at):
    return freeze(agent=COMMAND, number=uuid7(), name="Session 1", at=at)


def test_it_holds_what_the_screens_showed_and_no_number_that_they_hid(country, frozen, at):
    one = frozen.frozen
    board = boards.national_board()
    assert one.country.figures == board.total
    assert {place.code: place.figures for place in one.regions} == {p.code: p.figures for p in board.states}
    assert {place.name.en for place in one.organisations} == {"Ministry of Personnel", "Ministry of Rural Development"}
    assert (one.on, one.as_on) == (at.date(), at)
    assert set(one.metrics) == set(METRICS)
    said = json.loads(frozen.document)
    for place in said["places"]:
        for figure in place["figures"].values():
            assert ("numerator" in figure) == (figure["state"] == "shown")
    ten = [p for p in said["places"] if p["figures"]["officers"]["state"] in ("few", "withheld")]
    assert ten, "the world has a State too small to be shown"


def test_who_may_and_which_day(country, keys, at):
    cast = country.cast
    for who in (cast.admin, cast.learner, cast.platform):
        with pytest.raises(NotFound):
            freeze(agent=who.actor(at), number=uuid7(), name="X", at=at)
    for name, on, why in (("", None, "name"), ("X" * 101, None, "100"), ("X", at.date() - dt.timedelta(1), "today")):
        with pytest.raises(Refused, match=why):
            freeze(agent=cast.analyst.actor(at), number=uuid7(), name=name, on=on, at=at)
    number = uuid7()
    made = freeze(agent=cast.analyst.actor(at), number=number, name=" By  hand ", on=at.date(), at=at)
    assert made.name == "By hand"
    again = freeze(agent=cast.analyst.actor(at), number=number, name="By hand", at=at)
    assert (again.id, Snapshot.objects.count()) == (made.id, 1), "sent twice, frozen once"
    with pytest.raises(Refused, match="already"):
        freeze(agent=cast.analyst.actor(at), number=uuid7(), name="BY HAND", at=at)
    cast.grant(cast.supervisor, Role.CBC_MEMBER, cast.country)
    freeze(agent=cast.supervisor.actor(at), number=uuid7(), name="By a member", at=at)
    entry = rows.first(
        lambda *row: row,
        "select subject_uuid, detail from kernel_auditentry where tag = 'insight:snapshot:freeze' order by id limit 1",
    )
    assert entry[0] == number
    assert made.digest in str(entry[1])


@pytest.mark.parametrize(
    "sql",
    [
        "update insight_snapshot set name = 'Y'", "delete from insight_snapshot", "truncate insight_snapshot",
    ],
)  # fmt: skip
def test_the_database_refuses_to_change_it(frozen, sql):
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        rows.run(sql)
    assert Snapshot.objects.get().name == "Session 1"


def forge(change) -> str:
    """Somebody who rules the database and gets round the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("alter table insight_snapshot disable trigger user")
        change()
        cursor.execute("alter table insight_snapshot enable trigger user")


def test_whoever_gets_round_that_is_found(frozen, capsys):
    assert check_row(frozen).check is Check.GENUINE
    forge(lambda: Snapshot.objects.update(digest="0" * 64))
    assert check_row(snapshot(frozen.uuid)).check is Check.ALTERED, "a column that disagrees"
    document = json.loads(frozen.document)
    document["places"][0]["figures"]["officers"]["numerator"] += 1
    forge(lambda: Snapshot.objects.update(document=json.dumps(document)))
    assert check_row(snapshot(frozen.uuid)).check is Check.ALTERED, "another number"
    with pytest.raises(CommandError, match="1 snapshots are not to be believed"):
        call_command("verify_figures")
    with pytest.raises(CommandError, match="not what was signed"):
        call_command("civil_services_report", "--snapshot", "Session 1", "--out", "unused")


def test_a_file_is_checked_with_files_alone(frozen, at, settings, tmp_path, django_assert_num_queries):
    text = frozen.document
    published = json.dumps(key_list.write(json.loads(text)["issuer"], published_keys()))
    with django_assert_num_queries(0):
        assert check_text(text, published).check is Check.GENUINE
        assert check_text(text.replace("Session 1", "Session 2"), published).check is Check.ALTERED
        endless = re.sub(r'"numerator": \d+', '"numerator": 1e999', text, count=1)
        assert endless != text
        for nonsense in (
            "",
            "{",
            "[]",
            "{}",
            '{"type": 1}',
            "[" * 50_000,
            text.replace('"places"', '"spaces"'),
            endless,
        ):
            assert check_text(nonsense, published).check is Check.UNREADABLE
    settings.KEYS_ROOT = tmp_path / "others"
    rows.run("update credentials_signingkey set valid_to = %s", [at])
    forged = json.loads(text) | {"name": "Session 3"}
    proof = forged.pop("proof")
    assert check_text(json.dumps(forged | {"proof": {**proof, "verificationMethod": "did:web:evil#k-1"}})).check is (
        Check.ALTERED
    )
    assert check_text(text).check is Check.GENUINE, "a key that signs no more verifies for ever"
    (tmp_path / "figures.json").write_text(text)
    (tmp_path / "keys.json").write_text(published)
    call_command("verify_figures", str(tmp_path / "figures.json"), "--keys", str(tmp_path / "keys.json"))


def test_the_command_freezes_once(country, keys, at, capsys):
    call_command("freeze_figures", "--name", "Year", "--on", at.date().isoformat())
    call_command("freeze_figures", "--name", "Year")
    first, second = capsys.readouterr().out.splitlines()
    assert second == f"{first} (was there)"
    with pytest.raises(CommandError, match="today"):
        call_command("freeze_figures", "--name", "Past", "--on", "2026-03-31")
    call_command("verify_figures")
    assert '"name": "Year"' in capsys.readouterr().out


def test_today_beside_it_and_what_came_since(country, frozen, at):
    """One course taken up and completed later, twelve credits of earlier days brought late, one enrolment withdrawn."""
    world, later = country, at + dt.timedelta(days=1)
    person = world.officers(world.large, 1)[0]
    enrolment = world.enrol(person, world.course(30))
    enrolment.enrolled_at = later
    world.at = later
    world.complete(enrolment, on=later.date())
    for number in range(12):
        rows.run(
            'insert into learning_learningcredit (person_id, "on", minutes, kind, ref_kind, ref_uuid, recorded_at)'
            " values (%s, %s, 60, 'formal', 'test', %s, %s)",
            [person, at.date() - dt.timedelta(days=number), uuid.uuid4(), later],
        )
    world.withdraw(Enrolment.objects.filter(status="active").first())
    refresh(at=later, everything=True)
    found = restated(
        frozen, frozen.frozen, "officers", [place for group in places_of(frozen.frozen) for place in group.places]
    )
    lines = {line.code: line for line in found["lines"]}
    assert lines["officers"].now.numerator == lines["officers"].was.numerator + 1
    assert lines["officers"].change == "+1"
    assert lines["hours"].change == "+12.5 h"
    assert lines["hours"].reasons[0] == "Credits of learning time: 13 came later, 12 of them of that day or earlier."
    assert lines["completions"].reasons[0] == (
        "Completions: fewer than 10 came later, 0 of them of that day or earlier."
    )
    assert not any(reason.startswith("Certificates") for reason in lines["certificates"].reasons)
    places = {line.title.en: line for line in found["places"]}
    assert places["Ministry of Personnel"].change == "+1"
    assert places["State KA"].was.state is State.WITHHELD
    assert places["State KA"].change == "", "what is not shown does not move"
    assert "Enrolments: fewer than 10 of before were ended or taken back." in lines["enrolments"].reasons
    assert not any(line.other_definition for line in found["lines"])
    assert snapshot(frozen.uuid).document == frozen.document


def test_a_definition_that_changed_is_said(frozen, monkeypatch):
    import dataclasses

    metric = METRICS["officers"]
    monkeypatch.setitem(METRICS, "officers", dataclasses.replace(metric, sql=f"{metric.sql} -- other"))
    [line] = [one for one in restated(frozen, frozen.frozen, "officers", ())["lines"] if one.other_definition]
    assert line.code == "officers"


def test_the_one_before_is_of_an_earlier_day(frozen, at):
    later = at + dt.timedelta(days=40)
    second = freeze(agent=COMMAND, number=uuid7(), name="Session 2", at=later)
    assert earlier(second).uuid == frozen.uuid
    assert earlier(frozen) is None
