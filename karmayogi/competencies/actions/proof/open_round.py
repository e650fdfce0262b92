"""A training admin opens a workplace 360 round for an office: the system chooses who is asked what."""

import collections
import datetime as dt
import uuid as uuids
import zlib

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.engine.rounds import LEAST, Group, Question, choose
from karmayogi.competencies.models import Round
from karmayogi.competencies.queries.levels import gaps_of_many
from karmayogi.competencies.queries.proof.access import ORGANISERS
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.dates import financial_year_label
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow

MOST = 5_000  # persons in one round
LONGEST = 60  # days

_SEATS = f"""
select i.person_id, i.post_id, p.reports_to_id, p.organisation_id
from orgs_incumbency i join {orgs.POSTS_AS_ON} p on p.id = i.post_id
where i.organisation_path >= %(path)s and i.organisation_path < %(path)s || '~'
  and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
order by i.person_id, i.post_id
"""
_NESTED = """
select 1 from competencies_round
where quarter = %s::text and organisation_path <> %s::text
  and (starts_with(organisation_path, %s::text) or starts_with(%s::text, organisation_path)) limit 1
"""
_HOLDERS = """
select i.post_id, i.person_id from orgs_incumbency i
where i.post_id = any(%s::bigint[]) and i.valid_from <= %s and (i.valid_to is null or i.valid_to > %s)
"""
_INVITE = """
insert into competencies_roundinvitation (round_id, rater_id, subject_id, competency_id, relation, token)
select %s::bigint, x.rater, x.subject, x.competency, x.relation, gen_random_uuid()
from unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[]) as x (rater, subject, competency, relation)
order by random()
"""

_ASKED = "select rater_id, asked from competencies_roundasked where quarter = %s and rater_id = any(%s)"
# A bare count, by rater alone: the invitations are destroyed at the close.
_COUNT = """
insert into competencies_roundasked as a (rater_id, quarter, asked)
select x.rater, %s, count(*) from unnest(%s::bigint[]) as x (rater) group by x.rater order by x.rater
on conflict (rater_id, quarter) do update set asked = a.asked + excluded.asked
"""
_FORGET = "delete from competencies_roundasked where quarter < %s"


def quarter_of(on: dt.date) -> str:
    """Financial year and its quarter: 20 Nov 2026 -> 2026-27 Q3."""
    return f"{financial_year_label(on)} Q{(on.month - 4) % 12 // 3 + 1}"


def open_round(*, actor: Actor, organisation: uuids.UUID, closes_on: dt.date, at: dt.datetime) -> uuids.UUID:
    """Opens the round of this quarter and gives out its questions.

    Raises NotFound without the authority; Refused when the office has its round of the quarter, is too large or too
    small, or the last day is not within two months.
    """
    office = orgs.organisation(organisation)
    if office is None or not actor.may(office.path, *ORGANISERS):
        raise NotFound
    on = clock.day(at)
    if not on < closes_on <= on + dt.timedelta(days=LONGEST):
        raise Refused(_("Choose a last day within the next 60 days."))
    groups = _groups(office.path, on)
    seed = zlib.crc32(f"{office.uuid} {quarter_of(on)}".encode())
    questions = choose(groups, seed=seed)
    if not questions:
        raise Refused(_("Nobody here has enough colleagues for a round: no question could be asked safely."))
    # Chosen before the lock, which every office of the country waits for.
    if asked := _asked(groups, quarter_of(on)):
        questions = choose(groups, seed=seed, asked=asked)
    try:
        with transaction.atomic():
            _lock(office.path, quarter_of(on))
            # A round elsewhere may have asked the same raters meanwhile: this one counts on what that one left.
            now_asked = _asked(groups, quarter_of(on))
            if now_asked != asked:
                questions = choose(groups, seed=seed, asked=now_asked)
            return _enter(actor, office, closes_on, questions, at)
    except IntegrityError as error:
        raise Refused(_("This office has its round of the quarter already.")) from error


def _asked(groups: list[Group], quarter: str) -> dict[int, int]:
    """How many questions of the quarter those who could be asked here have had, where any."""
    raters = sorted({rater for group in groups for rater in group.raters})
    return dict(rows.fetch(lambda *row: row, _ASKED, [quarter, raters]))


def _lock(path: str, quarter: str) -> None:
    # Rounds of an office and of one above it in one quarter would tell by their difference what single people said.
    rows.run("select pg_advisory_xact_lock(hashtext('competencies_round'))")
    if rows.scalar(_NESTED, [quarter, path, path, path]):
        raise Refused(_("An office above or below has its round of the quarter already."))


def _enter(
    actor: Actor, office: OrganisationRow, closes_on: dt.date, questions: list[Question], at: dt.datetime
) -> uuids.UUID:
    path, quarter = office.path, quarter_of(clock.day(at))
    if not questions and not Round.objects.filter(organisation_id=office.id, quarter=quarter).exists():
        raise Refused(_("Those who could be asked here have had their questions of this quarter."))
    row = Round.objects.create(
        organisation_id=office.id, organisation_path=path, quarter=quarter, closes_on=closes_on,
        opened_by_id=actor.person_id, opened_at=at,
    )  # fmt: skip
    rows.run(
        _INVITE,
        [
            row.pk, [one.rater for one in questions], [one.subject for one in questions],
            [one.competency for one in questions], [one.relation for one in questions],
        ],
    )  # fmt: skip
    rows.run(_COUNT, [quarter, [one.rater for one in questions]])
    rows.run(_FORGET, [quarter])
    audit.record(
        "competencies:round:open", agent=actor, at=at, kind="round", subject=row.uuid,
        label=f"{office.name_en}, {row.quarter}", detail={"questions": len(questions)},
    )  # fmt: skip
    return row.uuid


def _groups(path: str, on: dt.date) -> list[Group]:
    """For each person of the office: supervisor, colleagues and team, as the posts say; what she needs most."""
    seats = rows.fetch(lambda *row: row, _SEATS, {"path": path, "on": on})
    persons = sorted({person for person, *_rest in seats})
    if len(persons) > MOST:
        raise Refused(_("A round takes at most 5,000 persons. Open it office by office."))
    holders: dict[int, set[int]] = collections.defaultdict(set)
    above = sorted({above for _p, _post, above, _o in seats if above} | {post for _p, post, _a, _o in seats})
    for post, person in rows.fetch(lambda *row: row, _HOLDERS, [above, on, on]):
        holders[post].add(person)
    team, office = collections.defaultdict(set), collections.defaultdict(set)
    for person, _post, reports_to, organisation in seats:
        office[organisation].add(person)
        if reports_to:
            team[reports_to].add(person)
    wanted = {
        person: [gap.competency_id for gap in sorted(gaps, key=lambda g: (g.confidence, -g.importance, g.code))]
        for person, gaps in gaps_of_many(persons, on).items()
    }
    over = {post: reports_to for _person, post, reports_to, _office in seats}
    by_person: dict[int, list[tuple[int, int | None, int]]] = collections.defaultdict(list)
    for person, post, reports_to, organisation in seats:
        by_person[person].append((post, reports_to, organisation))
    groups = []
    for person, held in by_person.items():
        needs = wanted.get(person, [])
        juniors = set().union(*(team[post] for post, _a, _o in held)) - {person}
        supervisors = set().union(*(holders[one] for _p, one, _o in held if one)) - {person}
        peers = set().union(*(team[one] for _p, one, _o in held if one)) - {person} - juniors
        if len(peers) < LEAST:
            peers |= (
                set().union(*(office[one] for _p, _a, one in held)) - {person} - juniors - _above(held, over, holders)
            )
        for relation, raters in (("peer", peers), ("subordinate", juniors), ("supervisor", supervisors)):
            groups.append(Group(person, relation, sorted(raters), needs))
    return groups


def _above(
    held: list[tuple[int, int | None, int]], over: dict[int, int | None], holders: dict[int, set[int]]
) -> set[int]:
    """Everybody above these posts in the reporting line, as far as the office goes: they are no colleagues."""
    found: set[int] = set()
    for _post, above, _office in held:
        for _step in range(20):
            if above is None:
                break
            found |= holders[above]
            above = over.get(above)
    return found
