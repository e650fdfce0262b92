"""Spreadsheets of officers, as ministries send them."""

import csv
import io

import pytest

from karmayogi.kernel import bulk, clock
from karmayogi.orgs import api as orgs
from karmayogi.orgs.engine.officers import COLUMNS

HEADINGS = [column.heading for column in COLUMNS]
BASE = {
    "Full Name": "Kamala Devi", "Email": "kamala@personnel.example.in", "Mobile Number": "9711100001",
    "Group": "Group B", "Designation": "Assistant Section Officer",
}  # fmt: skip


def sheet(*officers, headings=HEADINGS, separator=",", encoding="utf-8"):
    """A CSV with one row for each dict, on top of BASE."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(headings)
    for number, officer in enumerate(officers):
        row = {
            **BASE,
            "Email": f"officer{number}@personnel.example.in",
            "Mobile Number": f"97111{number:05d}",
            **officer,
        }
        writer.writerow([row.get(heading, "") for heading in headings])
    return out.getvalue().encode(encoding)


@pytest.fixture
def upload(cast, at, run_jobs):
    """Uploads for the ministry as its admin; the act with its plan."""

    def send(content, filename="officers.csv", who=None, office=None):
        actor = (who or cast.admin).actor(at)
        act = orgs.import_officers(
            actor=actor, organisation_uuid=(office or cast.ministry).uuid, filename=filename, content=content, at=at
        )
        with clock.frozen(at):
            run_jobs()
        return bulk.access_act(actor, act.uuid)

    return send


@pytest.fixture
def commit(cast, at, run_jobs):
    def run(act):
        with clock.frozen(at):
            bulk.approve(actor=cast.admin.actor(at), uuid=act.uuid, at=at)
            run_jobs()
        return bulk.access_act(cast.admin.actor(at), act.uuid)

    return run


@pytest.fixture
def take_back(cast, at, run_jobs):
    def run(act):
        with clock.frozen(at):
            bulk.undo(actor=cast.admin.actor(at), uuid=act.uuid, at=at)
            run_jobs()
        return bulk.access_act(cast.admin.actor(at), act.uuid)

    return run


def counts(act):
    return (act.new_rows, act.changed_rows, act.unchanged_rows, act.error_rows)


def problems(act):
    """Row number -> what is wrong, as one text."""
    return {
        row.number: "; ".join(f"{field}: {text}" for field, text in row.messages)
        for row in bulk.rows_of(act.id, outcomes=["error"], limit=1000)
    }
