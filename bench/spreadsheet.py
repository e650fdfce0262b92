"""A spreadsheet of 5,000 officers: how long preview and commit take, by calling what pages and jobs call."""

import datetime as dt
import io
import time

import xlsxwriter

from bench.load import FAMILY, GIVEN
from bench.world import World
from karmayogi.kernel import bulk, rows
from karmayogi.kernel.access import Actor, Role
from karmayogi.kernel.bulk import runs
from karmayogi.orgs import api as orgs

OFFICERS = 5_000


def run(world: World, at: dt.datetime) -> dict[str, float]:
    """Seconds of the preview (file to plan) and of the commit (plan to appointed officers)."""
    country = orgs.organisation_by_code("IN")
    assert country is not None
    first, second = world.admins[0], world.admins[1]
    orgs.grant_authority(
        agent=world.agent, person_id=second.person_id, role=Role.MDO_LEADER, organisation_id=country.id,
        valid_from=at - dt.timedelta(days=1), at=at,
    )  # fmt: skip
    unit = rows.scalar("select o.uuid from orgs_organisation o join orgs_post p on p.organisation_id = o.id limit 1")
    content = _workbook(at)
    started = time.monotonic()
    act = orgs.import_officers(
        actor=_actor(first.session, at), organisation_uuid=unit, filename="officers.xlsx", content=content, at=at
    )
    runs.plan_act.call(act_uuid=str(act.uuid))
    previewed = time.monotonic()
    bulk.approve(actor=_actor(second.session, at), uuid=act.uuid, at=at)
    runs.run_act.call(act_uuid=str(act.uuid))
    committed = time.monotonic()
    done = bulk.access_act(_actor(first.session, at), act.uuid)
    if done.applied_rows != OFFICERS:
        raise SystemExit(f"bench: of {OFFICERS} officers in the spreadsheet {done.applied_rows} were appointed")
    return {"preview": previewed - started, "commit": committed - previewed}


def _actor(session: str, at: dt.datetime) -> Actor:
    found = orgs.actor_of_session(session, at)
    assert found is not None
    return found[1]


def _workbook(at: dt.datetime) -> bytes:
    from karmayogi.orgs.engine.officers import COLUMNS

    designation = rows.scalar(
        "select d.name from orgs_designation d join competencies_profile p on p.designation_id = d.id limit 1"
    )
    mark = f"{at:%H%M%S}"
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("Officers")
    sheet.write_row(0, 0, [column.heading for column in COLUMNS])
    for number in range(OFFICERS):
        values = {
            "Full Name": f"{GIVEN[number % 30]} {FAMILY[number // 30 % 30]}",
            "Email": f"sheet{mark}-{number}@bench.example",
            "Mobile Number": f"98{number + int(mark) * 100 % 90_000_000:08}", "Group": "Group B",
            "Designation": designation, "Employee ID": f"S{mark}{number}",
        }  # fmt: skip
        sheet.write_row(number + 1, 0, [values.get(column.heading, "") for column in COLUMNS])
    book.close()
    return out.getvalue()
