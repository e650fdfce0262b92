"""What a session reports: judged by the rules of cmi5 before it is stored, and what follows from it afterwards.

This fills the record store's slot for short credentials, so that judging, storing and following are one transaction.
"""

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from karmayogi.ingest import api as ingest
from karmayogi.kernel import rows
from karmayogi.kernel.access import System
from karmayogi.learning.actions.cmi5.settle import settle
from karmayogi.learning.engine.cmi5.rules import Broken, Heard, Standing, Statement, Terms, judge
from karmayogi.learning.queries import identity
from karmayogi.learning.queries.cmi5.registrations import by_uuid

GRACE = dt.timedelta(seconds=60)  # what was said before the end may still arrive for so long (9.3.8)

_SESSION = """
select s.id, s.uuid, r.uuid, s.unit_id, s.mode, s.state, s.expires_at, s.ended_at, s.initialized_on_clock,
  s.last_on_clock, s.terminated_on_clock, s.said, u.uuid, u.iri, u.mastery, k.standard, p.uuid,
  t.completed_at is not null, t.passed_at is not null
from learning_launchsession s
join learning_registration r on r.id = s.registration_id
join learning_enrolment n on n.id = r.enrolment_id
join learning_packageunit u on u.id = s.unit_id
join learning_package k on k.id = r.package_id
join people_person p on p.id = r.person_id
left join learning_unitstate t on t.registration_id = r.id and t.unit_id = u.id
where s.client_uuid = %s
for no key update of n, r, s
"""
_HEARD = """
update learning_launchsession set initialized_on_clock = %s, last_on_clock = %s, terminated_on_clock = %s,
  said = %s::varchar[], heard_at = %s, state = case when %s::bool then 'terminated' else state end,
  ended_at = case when %s::bool then %s::timestamptz else ended_at end
where id = %s
"""
_REACHED = """
insert into learning_unitstate as t
  (registration_id, unit_id, opened_at, completed_at, passed_at, failed_at, score, progress, waived_reason)
select r.id, %(unit)s, %(opened)s::timestamptz, %(completed)s::timestamptz, %(passed)s::timestamptz,
  %(failed)s::timestamptz, %(score)s::float8, %(progress)s::smallint, ''
from learning_registration r where r.uuid = %(registration)s
on conflict (registration_id, unit_id) do update set
  opened_at = coalesce(t.opened_at, excluded.opened_at), completed_at = coalesce(t.completed_at, excluded.completed_at),
  passed_at = coalesce(t.passed_at, excluded.passed_at), failed_at = coalesce(excluded.failed_at, t.failed_at),
  score = greatest(t.score, excluded.score), progress = coalesce(excluded.progress, t.progress)
"""
_REFUSED = """
insert into learning_launchrefusal as f (session_id, rule, count, text, last_at) values (%s, %s, 1, %s, %s)
on conflict (session_id, rule) do update set count = f.count + 1, text = excluded.text, last_at = excluded.last_at
"""


@dataclasses.dataclass(frozen=True, slots=True)
class _Session:
    id: int
    uuid: UUID
    registration: UUID
    unit_id: int
    mode: str
    state: str
    expires_at: dt.datetime
    ended_at: dt.datetime | None
    initialized: dt.datetime | None
    last: dt.datetime | None
    terminated: dt.datetime | None
    said: list[str]
    unit: UUID
    publisher: str
    mastery: Decimal | None
    standard: str
    person: UUID
    completed: bool
    passed: bool

    def terms(self, at: dt.datetime) -> Terms:
        account: Any = identity.learner(self.person)["account"]
        cmi5 = self.standard == "cmi5"
        late = self.ended_at is not None and (self.state == "abandoned" or at > self.ended_at + GRACE)
        return Terms(
            session=str(self.uuid), registration=str(self.registration), home_page=account["homePage"],
            account=account["name"], activity=identity.unit(self.unit) if cmi5 else self.publisher,
            publisher=self.publisher, mode=self.mode, mastery=self.mastery, cmi5=cmi5,
            closed=late or at >= self.expires_at,
        )  # fmt: skip

    @property
    def standing(self) -> Standing:
        return Standing(
            initialized=self.initialized, last=self.last, terminated=self.terminated, said=frozenset(self.said),
            completed=self.completed, passed=self.passed,
        )  # fmt: skip


@contextlib.contextmanager
def session_rules(client: UUID, at: dt.datetime) -> Iterator[Callable[[Sequence[Statement]], None]]:
    """Around the storing of what that credential sends; see ingest/actions/store_bound.py. A credential that is of no
    session has no rules here. A refusal is counted, and nothing is stored."""
    session: _Session | None = None
    try:
        with transaction.atomic():
            session = rows.first(_Session, _SESSION, [client])
            taken: list[tuple[Standing, list[Heard]]] = []

            def ask(statements: Sequence[Statement]) -> None:
                if session is not None:
                    taken.append(judge(list(statements), session.terms(at), session.standing, at))

            yield ask
            if session is not None:
                for standing, heard in taken:
                    _keep(session, client, standing, heard, at)
    except Broken as broken:
        assert session is not None  # only its rules can be broken
        rows.run(_REFUSED, [session.id, broken.rule.value, broken.text, at])
        raise ingest.Forbidden(str(broken)) from None


def _keep(session: _Session, client: UUID, standing: Standing, heard: list[Heard], at: dt.datetime) -> None:
    words = {one.word for one in heard}
    ended = "terminated" in words
    rows.run(
        _HEARD,
        [
            standing.initialized, standing.last, standing.terminated, sorted(standing.said), at, ended, ended, at,
            session.id,
        ],
    )  # fmt: skip
    if ended:
        ingest.shorten_token(client=client, until=at + GRACE)
    scores = [one.score for one in heard if one.score is not None]
    progress = [one.progress for one in heard if one.progress is not None]
    normal = session.mode == "Normal"
    begun = normal and (session.initialized is None and standing.initialized is not None)
    begun = begun or (session.standard == "xapi" and session.last is None)
    if not normal or not (begun or words - {"", "terminated"} or progress):
        return
    rows.run(
        _REACHED,
        {
            "unit": session.unit_id, "registration": session.registration, "opened": at if begun else None,
            "completed": at if "completed" in words else None, "passed": at if "passed" in words else None,
            "failed": at if "failed" in words else None, "score": max(scores, default=None),
            "progress": progress[-1] if progress else None,
        },
    )  # fmt: skip
    if begun or words & {"completed", "passed", "failed"}:
        registered = by_uuid(session.registration, lock=True)
        assert registered is not None  # we hold its lock
        settle(agent=System("package"), registered=registered, session=session.uuid, at=at)
