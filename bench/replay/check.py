"""Reconciliation to the last row: what was planned and accepted, what the product's tables hold, what its figures say
in PostgreSQL, and what the columnar store says. Whatever differs is a line.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from bench.replay.plan import Journey, kept

_ROWS = """
select n.person_id, c.code, n.uuid, n.status,
  g.state, g.seq, g.position, g.furthest, g.seconds, extract(epoch from g.seen_at - g.opened_at),
  (select count(*) from learning_learningcredit k where k.person_id = n.person_id and k.ref_uuid = n.uuid),
  (select count(*) from credentials_certificate k
   where k.ref_kind = 'enrolment' and k.ref_uuid = n.uuid and k.revoked_at is null and k.credential is not null),
  (select count(*) from kernel_auditentry a where a.concerns_id = n.person_id and a.subject_uuid = n.uuid
   and a.tag = 'learning:enrolment:complete')
from learning_enrolment n join learning_course c on c.id = n.course_id and starts_with(c.code, %s)
left join learning_partprogress g on g.enrolment_id = n.id and g.person_id = n.person_id
"""
# Rows of which a plan knows nothing, or the second of one.
_STRAY = {
    "credits without a completed enrolment":
        """select count(*) from learning_learningcredit k where k.ref_kind = 'enrolment' and not exists
           (select from learning_enrolment n where n.uuid = k.ref_uuid and n.status = 'completed')""",
    "certificates without a completed enrolment":
        """select count(*) from credentials_certificate k where k.ref_kind = 'enrolment' and not exists
           (select from learning_enrolment n where n.uuid = k.ref_uuid and n.status = 'completed')""",
    "certificates with a place in the status list of another":
        """select count(*) from (select status_list_id, status_place from credentials_certificate
           group by 1, 2 having count(*) > 1) x""",
    "certificates with the number of another":
        "select count(*) from (select code from credentials_certificate group by 1 having count(*) > 1) x",
    "jobs that failed": "select count(*) from procrastinate_jobs where status = 'failed'",
}  # fmt: skip


def reconcile(w: Any, week: str, journeys: Sequence[Journey], persons: Sequence[int], seconds: float) -> list[str]:
    """w: a Writer. week: how the codes of the courses of the run begin. persons: ids by place in the plan. seconds: of
    the run. What differs, in words; empty is right."""
    codes = [
        row[0] for row in w.rows("select code from learning_course where starts_with(code, %s) order by code", [week])
    ]
    found: dict[tuple[int, str], list[Any]] = {}
    faults = []
    for person, code, *row in w.rows(_ROWS, [week]):
        if (person, code) in found:
            faults.append(f"person {person} in {code}: double")
        found[person, code] = row
    for journey in journeys:
        wanted = kept(journey, seconds)
        key = (persons[journey.person], codes[journey.course])
        row = found.pop(key, None)
        faults += [f"journey {journey.number}: {fault}" for fault in _differs(wanted, journey, row)]
    faults += [f"person {person} in {code}: enrolled, which nobody planned" for person, code in found]
    for name, text in _STRAY.items():
        if count := w.one(text):
            faults.append(f"{name}: {count}")
    return faults


def _differs(wanted: Any, journey: Journey, row: list[Any] | None) -> list[str]:
    if row is None:
        return ["lost: no enrolment"] if wanted.enrolled else []
    if not wanted.enrolled:
        return ["an enrolment that is not in the plan"]
    uuid, status, state, seq, position, furthest, counted, elapsed, credits, certificates, told = row
    faults = []
    if journey.enrolment and uuid != journey.enrolment:
        faults.append("another enrolment than the one begun")
    if status != ("completed" if wanted.completed else "active"):
        faults.append(f"{'lost' if wanted.completed else 'not planned'}: the enrolment is {status}")
    once = int(wanted.completed)
    for name, count in (("credit", credits), ("certificate", certificates), ("entry of the trail", told)):
        if count != once:
            faults.append(f"{'lost' if count < once else 'double'}: {name} {count} times")
    if not wanted.opened:
        return faults + (["a page that nobody opened"] if state else [])
    if state != ("done" if wanted.completed else "opened"):
        faults.append(f"the page is {state}")
        if state is None:
            return faults
    if wanted.seq and (seq, position, furthest) != (wanted.seq, str(wanted.position), wanted.position):
        faults.append(f"progress {seq}, {position}, {furthest} instead of {wanted.seq}, {wanted.position}")
    # The server's clock bounds what was claimed; two more seconds come with the last button.
    if not 0 <= counted <= min(wanted.claimed + 2, float(elapsed) + 16 + (15 * journey.reported())):
        faults.append(f"{counted} seconds counted of {wanted.claimed} claimed in {elapsed}")
    return faults


_ROW_FIGURES = {
    "enrolments": "select count(*) from learning_enrolment e where e.status <> 'withdrawn'",
    "completions": "select count(*) from learning_enrolment e where e.status = 'completed'",
    "certificates": "select count(*) from credentials_certificate e where e.revoked_at is null",
    "hours": 'select sum(minutes) from learning_learningcredit e where e."on" >= %(since)s',
}


def figures(w: Any, on: dt.date) -> dict[str, dict[str, int | None]]:
    """Of each figure of the registry: in the rows, in what the dashboards show, and out of the columnar store."""
    from karmayogi.insight.queries.from_facts import counted
    from karmayogi.insight.registry import METRICS
    from karmayogi.kernel.dates import financial_year_start
    from karmayogi.orgs import api as orgs

    found: dict[str, dict[str, int | None]] = {}
    for code, text in _ROW_FIGURES.items():
        asked = (text.replace(" where ", " join officers_counted o on o.person_id = e.person_id where ", 1)).replace(
            "officers_counted", "(select distinct person_id from orgs_incumbency)"
        )
        found[code] = {
            "rows": int(w.one(asked, {"since": financial_year_start(on)}) or 0),
            "registry": w.one(
                "select numerator from insight_total where path = %(path)s and state_code = '*' and metric = %(code)s",
                {"path": orgs.country_path(), "code": code},
            ),
            "store": sum(one for one, _two in counted(METRICS[code], on, seconds=60).values()),
        }
    return found
