"""A feed of 100,000 officers of one ministry with 5 % changed: seconds of the difference and of applying it, memory.

Called by the benchmark on a loaded set: `measure(writer, at)`. It makes a ministry of its own, takes all its officers
as the last accepted state, and sends one feed through the functions that the page and the jobs call.
"""

import csv
import datetime as dt
import io
import resource
import time

from bench.load import FAMILY, GIVEN
from bench.sql import Writer
from karmayogi.feeds import api as feeds
from karmayogi.feeds.engine.drop import HEADINGS
from karmayogi.kernel import bulk, clock
from karmayogi.kernel.access import Actor, Role, System
from karmayogi.kernel.bulk import runs
from karmayogi.orgs import api as orgs
from karmayogi.orgs.actions.load_officers import COLUMNS, load_officers
from karmayogi.people import api as people

OFFICERS = 100_000
OFFICES = 500
DESIGNATIONS = 40
AGENT = System("benchmark")


def measure(writer: Writer, at: dt.datetime, officers: int = OFFICERS) -> dict[str, float]:
    """load, diff and apply in seconds; what the feed found; peak_mb: resident memory of this process, in MB."""
    mark = f"{at:%d%H%M%S}"
    ministry, offices, designations = _ministry(mark, at)
    started = time.monotonic()
    load_officers(agent=AGENT, stream=_people(mark, officers, offices, designations, at), at=at)
    writer.run(
        """
        insert into feeds_feedofficer (organisation_id, code, person_id, name, email, mobile, "group", gender, category,
          birth_on, designation_id, office_id)
        select %s, p.employee_code, p.id, p.name, coalesce(a.email, ''), coalesce(a.mobile, ''), p."group", '', '',
          null, post.designation_id, post.organisation_id
        from people_person p join people_account a on a.person_id = p.id join orgs_incumbency i on i.person_id = p.id
        join orgs_post post on post.id = i.post_id where p.employee_code like %s
        """,
        [ministry.id, f"F{mark}-%"],
    )
    writer.run("analyze feeds_feedofficer")
    loaded = time.monotonic()
    actor = _admin(mark, ministry.id, at)
    content = _feed(mark, officers, offices, designations)
    begun = time.monotonic()
    act = feeds.send_feed(actor=actor, organisation_uuid=ministry.uuid, filename="feed.csv", content=content, at=at)
    runs.plan_act.call(act_uuid=str(act.uuid))
    compared = time.monotonic()
    feeds.approve_feed(actor=actor, act_uuid=act.uuid, at=at)
    runs.run_act.call(act_uuid=str(act.uuid))
    applied = time.monotonic()
    done = bulk.access_act(actor, act.uuid)
    if done.status != "done" or done.failed_rows or done.error_rows or done.applied_rows != officers * 5 // 100:
        raise SystemExit(
            f"bench: the feed ended {done.status} with {done.applied_rows} applied, {done.failed_rows} not"
        )
    return {
        "load": loaded - started, "diff": compared - begun, "apply": applied - compared,
        "officers": officers, "changed": done.applied_rows,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip


def _ministry(mark: str, at: dt.datetime):  # type: ignore[no-untyped-def]
    country = orgs.organisation_by_code("IN")
    assert country is not None

    def unit(code: str, kind: str, parent: int):  # type: ignore[no-untyped-def]
        return orgs.create_organisation(
            agent=AGENT, code=code, kind=kind, name_en=f"Bench {code}", name_hi="", name_ur="", parent_id=parent,
            valid_from=dt.date(2020, 1, 1), at=at,
        )  # fmt: skip

    ministry = unit(f"FEED-{mark}", "ministry", country.id)
    offices = [unit(f"FEED-{mark}-{number}", "office", ministry.id).code for number in range(OFFICES)]
    names = [f"Bench designation {mark} {number}" for number in range(DESIGNATIONS)]
    for name in names:
        orgs.create_designation(agent=AGENT, name=name, at=at)
    return ministry, offices, names


def _admin(mark: str, organisation_id: int, at: dt.datetime) -> Actor:
    person = people.create_person(agent=AGENT, name="Feed Admin", at=at)
    account = people.open_account(
        agent=AGENT, email=f"feed-{mark}@bench.example", mobile=None, password=None, person_id=person.id, at=at
    )
    orgs.grant_authority(
        agent=AGENT, person_id=person.id, role=Role.MDO_ADMIN, organisation_id=organisation_id,
        valid_from=at - dt.timedelta(days=1), at=at,
    )  # fmt: skip
    return Actor(
        account.id, account.uuid, person.id, person.uuid, person.name, "en", "",
        orgs.authorities_of(person.id, at),
    )  # fmt: skip


def _name(number: int) -> str:
    return f"{GIVEN[number % 30]} {FAMILY[number // 30 % 30]}"


def _people(mark: str, count: int, offices: list[str], designations: list[str], at: dt.datetime) -> io.BytesIO:
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(COLUMNS)
    joined = clock.day(at) - dt.timedelta(days=400)
    for number in range(count):
        sheet.writerow([
            _name(number), f"f{mark}-{number}@bench.example", _mobile(mark, number), f"F{mark}-{number}", "Group B",
            designations[number % DESIGNATIONS], offices[number % OFFICES], joined,
        ])  # fmt: skip
    return io.BytesIO(out.getvalue().encode())


def _feed(mark: str, count: int, offices: list[str], designations: list[str]) -> bytes:
    """Of every hundred officers: one is gone, one is new, one is in another office, two have another group."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(HEADINGS)
    for number in range(count + count // 100):
        turn = number % 100
        if number < count and turn == 0:
            continue
        moved = number < count and turn == 1
        sheet.writerow([
            f"F{mark}-{number}", _name(number), f"f{mark}-{number}@bench.example", _mobile(mark, number),
            "Group A" if number < count and turn in (2, 3) else "Group B", "", "", "",
            designations[number % DESIGNATIONS], offices[(number + moved) % OFFICES],
        ])  # fmt: skip
    return out.getvalue().encode()


def _mobile(mark: str, number: int) -> str:
    return f"6{int(mark) * 131 % 900 + 100}{number:06}"
