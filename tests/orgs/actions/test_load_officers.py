"""A load from an HR system."""

import datetime as dt
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError

from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import System
from karmayogi.orgs import api as orgs
from karmayogi.orgs.actions.load_officers import COLUMNS, load_officers
from karmayogi.orgs.models import Incumbency, Post
from karmayogi.people import api as people
from karmayogi.people.models import Account, Person

HEADING = ",".join(COLUMNS)
GOOD = "Kamala Devi,Kamala@X.in,+91 97111-00001,E1,Group B,Asstt. Section Officer,T-EST,2020-04-01"


@pytest.fixture
def load(cast, at):
    def run(*lines):
        stream = io.BytesIO("\n".join([HEADING, *lines]).encode())
        return load_officers(agent=System("test"), stream=stream, at=at)

    return run


def test_a_row_becomes_person_account_seat_and_appointment(cast, at, load):
    report = load(GOOD)
    assert (report.loaded, report.rejected_rows) == (1, 0)
    account = people.find_account(email="kamala@x.in")
    assert account.mobile == "+919711100001"
    assert not Account.objects.get(pk=account.id).has_usable_password()
    post = orgs.current_post(account.person_id, clock.day(at))
    assert (post.designation_id, post.organisation_id, str(post.since)) == (
        cast.assistant.id,
        cast.section.id,
        "2020-04-01",
    )
    assert Person.objects.get(pk=account.person_id).uuid.version == 7


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",a@x.in,,,,Director,T-EST,2020-01-01", "no name"),
        ("Kamala,,,,,Director,T-EST,2020-01-01", "neither"),
        ("Kamala,,123,,,Director,T-EST,2020-01-01", "neither"),
        ("Kamala,a@x.in,123,,,Director,T-EST,2020-01-01", "not a mobile"),
        ("Kamala,nobody,,,,Director,T-EST,2020-01-01", "not an e-mail"),
        ("Kamala,a@x.in,,,,Director,NOWHERE,2020-01-01", "no organisation"),
        ("Kamala,a@x.in,,,,Grand Vizier,T-EST,2020-01-01", "not in the list"),
        ("Kamala,a@x.in,,,,Director,T-EST,31-31-2020", "not a date"),
        ("Kamala,asha@personnel.example.in,,,,Director,T-EST,2020-01-01", "has an account"),
        ("Kamala,a@x.in,9810000003,,,Director,T-EST,2020-01-01", "this mobile has an account"),
        ("Kamala,kamala@x.in,,,,Director,T-EST,2020-01-01", "the same e-mail as row 2"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_number_and_reason(load, line, reason):
    before = Person.objects.count()
    report = load(GOOD, line)
    assert (report.loaded, report.rejected_rows) == (1, 1)
    ((number, said),) = report.rejected
    assert number == 3
    assert reason in said
    assert Person.objects.count() == before + 1


def test_the_same_file_twice_loads_nobody_twice(load):
    load(GOOD)
    assert (again := load(GOOD)).loaded == 0
    assert again.rejected_rows == 1


def test_every_constraint_and_index_is_there_afterwards(load):
    def guards():
        # The database writes a list of words back with its casts and brackets at other places.
        return re.sub(
            r"::[a-z ]+(\[\])?|[() ]",
            "",
            rows.scalar(
                """
            select string_agg(x, '; ' order by x) from (
              select conname || pg_get_constraintdef(oid) as x from pg_constraint
              where conrelid = any(array['people_person', 'people_account', 'orgs_post', 'orgs_incumbency']::regclass[])
              union all
              select indexdef from pg_indexes
              where tablename = any(array['people_person', 'people_account', 'orgs_post', 'orgs_incumbency'])
            ) y
            """
            ),
        )

    before = guards()
    report = load(*(GOOD.replace("Kamala@X.in", f"k{n}@x.in").replace("00001", f"{n:05d}") for n in range(40)))
    assert report.loaded == 40
    assert any("post_filled_once" in what for what, _seconds in report.steps), (
        "a load this large checks them afterwards"
    )
    assert guards() == before


def test_a_file_of_another_shape_loads_nothing(load, cast, at):
    counts = (Person.objects.count(), Post.objects.count(), Incumbency.objects.count())
    with pytest.raises(DataError):
        load_officers(agent=System("test"), stream=io.BytesIO(b"name,email\nx,y\n"), at=at)
    assert (Person.objects.count(), Post.objects.count(), Incumbency.objects.count()) == counts


def test_the_command_prints_rates_and_reasons(cast, tmp_path):
    path = tmp_path / "officers.csv"
    path.write_text(f"{HEADING}\n{GOOD}\nKamala,nobody,,,,Director,T-EST,2020-01-01\n")
    out = io.StringIO()
    call_command("load_officers", str(path), stdout=out)
    assert "row 3: not an e-mail address" in out.getvalue()
    assert "1 loaded, 1 refused" in out.getvalue()
    assert "rows a second" in out.getvalue()
    path.write_bytes(b"\xff\xfe garbage")
    with pytest.raises(CommandError):
        call_command("load_officers", str(path), stdout=out)


def test_nobody_is_put_into_a_unit_for_a_day_on_which_it_stood_elsewhere(load, cast, at):
    june = dt.date(2026, 6, 1)
    orgs.reorganise(
        agent=System("test"), organisation_id=cast.section.id, parent_id=cast.other_department.id, on=june,
        order_number="1", at=at,
    )  # fmt: skip
    report = load(GOOD, "Later,later@x.in,,,,Director,T-EST,2026-06-01")
    assert (report.loaded, report.rejected_rows) == (1, 1)
    assert "stood elsewhere" in report.rejected[0][1]


def test_nobody_is_put_into_a_unit_for_a_day_before_it_was_there(load, cast):
    report = load("Early,early@x.in,,,,Director,T-EST,1900-06-01", "Later,later@x.in,,,,Director,T-EST,2026-06-01")
    assert (report.loaded, report.rejected_rows) == (1, 1)
    assert "younger" in report.rejected[0][1]
