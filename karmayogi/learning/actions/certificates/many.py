"""Certificates of a course, a programme or a test, as an act on many: planned, approved, issued, undone for a day.

For whoever looks after certificates of an office: people whose certificate is missing, and people whose certificate
shows a look from before their office had its own. The rule is asked when it is planned and again, under lock, when it
is applied: nobody gets one whose rule is not met.
"""

import datetime as dt
import uuid as uuids
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from karmayogi.credentials import api as credentials
from karmayogi.kernel import bulk, clock, files, rows
from karmayogi.kernel.access import Actor, NotFound, Refused, Role, System
from karmayogi.learning.actions.collections.advance import advance_people, certify_programme, lock_people
from karmayogi.learning.actions.complete_course import certify, complete_if_due, completed
from karmayogi.learning.queries.certifiable import Certified, Standing, certified, completed_below, standings
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

KIND = "learning.many_certificates"
MOST_BYTES, MOST_ROWS, MOST_TYPED, MOST_LACKS = 10 * 1024 * 1024, 20_000, 500, 4
_LOCK = "select id from learning_enrolment where id = any(%s::bigint[]) order by id for no key update"


def issue_many(
    *, actor: Actor, office: uuids.UUID, code: str, named: Sequence[str] = (), sheet: bytes | None = None,
    filename: str = "", restyle: bool = False, at: dt.datetime,
) -> uuids.UUID:  # fmt: skip
    """Asks for a plan; the uuid of the act. named: e-mails, mobiles, employee codes; sheet: such in its first column;
    with neither, all of the office and below who completed it. restyle: also anew whose certificate shows another look
    than their office has now.

    Raises NotFound for an office whose certificates are not the actor's, Refused in words.
    """
    body = orgs.organisation(office)
    if body is None or not actor.may(body.path, Role.CERTIFICATE_ADMIN):
        raise NotFound
    try:
        what = certified(code.strip()[:40])
    except NotFound as none:
        raise Refused(_("No course, programme or test has this code.")) from none
    if sheet is not None and len(sheet) > MOST_BYTES:
        raise Refused(_("The file is larger than 10 MB. Split it, or remove pictures and unused sheets."))
    if len(named) > MOST_TYPED:
        raise Refused(_("For more than %(most)s people bring a file.") % {"most": MOST_TYPED})
    source = files.put(sheet, files.UNCHECKED) if sheet is not None else None
    act = bulk.propose(
        KIND, actor=actor, label=f"{what.code} · {files.plain_name(filename)}" if filename else what.code,
        scope_path=body.path, source=source, at=at,
        params={"code": what.code, "office": str(body.uuid), "named": list(named), "restyle": restyle},
    )  # fmt: skip
    return act.uuid


def plan(act: bulk.Act, at: dt.datetime) -> Iterator[bulk.Planned]:
    """A row for each person: to be issued, to be issued anew, left as it is, or refused with the reason."""
    what, on = certified(act.params["code"]), clock.day(at)
    lines = _lines(act, what)
    below = credentials.held_below([person for _key, person in lines if person is not None], act.scope_path, on)
    # Who completed it and serves elsewhere by now was not asked for.
    lines = [(key, person) for key, person in lines if key or person in below]
    if not lines:
        raise Refused(_("Nobody of this office and below has completed it."))
    names = {one.id: one.name for one in people.persons(sorted(below)).values()}
    seen: set[int] = set()
    for first in range(0, len(lines), 1_000):
        piece = lines[first : first + 1_000]
        who = [person for _key, person in piece if person is not None and person in below]
        stand = standings(what, who)
        judged = _Judged(act, what, list(stand.values()), at)
        for number, (key, person) in enumerate(piece, start=first + 1):
            if person is None or person not in below:
                told = _("Nobody of this office and below is known by this.")
                yield bulk.Planned(number, "error", key, raw=[key], messages=[(_("Officer"), told)])
            elif person in seen:
                yield bulk.Planned(number, "unchanged", names[person], messages=[(_("Officer"), _("Named twice."))])
            else:
                seen.add(person)
                yield judged.row(number, key, names[person], person, stand.get(person))


class _Judged:
    """What is to be done for each of some people. It reads for all of them at once."""

    def __init__(self, act: bulk.Act, what: Certified, stand: Sequence[Standing], at: dt.datetime) -> None:
        self.at = at
        self.has = credentials.certificates_for([one.ref for one in stand], what.ref_kind)
        self.looks = {}
        if act.params["restyle"]:
            self.looks = credentials.other_looks([one.uuid for one in self.has.values()], clock.day(at))

    def row(self, number: int, key: str, name: str, person: int, stand: Standing | None) -> bulk.Planned:
        refused = self.refusal(stand)
        if refused or stand is None:
            return bulk.Planned(number, "error", name, raw=[key], messages=[(_("Certificate"), refused)])
        has, data = self.has.get(stand.ref), {"person": person}
        if has is None:
            return bulk.Planned(
                number, "new", name, raw=[key], data=data, diff={_("Certificate"): (None, _("to be issued"))}
            )
        look = self.looks.get(has.uuid)
        if look is None:
            return bulk.Planned(number, "unchanged", name, raw=[key], messages=[(_("Certificate"), has.code)])
        was, now = (
            f"{of}, {clock.day(saved)}" if saved else _("without a look of its own")
            for of, saved in ((look.was_name, look.was_on), (look.now_name, look.now_on))
        )
        return bulk.Planned(
            number, "changed", name, raw=[key], data=data | {"certificate": str(has.uuid), "was": look.was},
            diff={_("Look of certificates"): (was, now)}, messages=[(_("Certificate"), has.code)],
        )  # fmt: skip

    def refusal(self, stand: Standing | None) -> str:
        """Why nothing is issued; "" where it may be."""
        if stand is None:
            return _("Never began it.")
        if not stand.met:
            return " ".join([_("The rule is not met."), *(_lacks(*one) for one in stand.lacks[:MOST_LACKS])])
        has = self.has.get(stand.ref)
        if has is not None and has.revoked_at is not None:
            return _("This certificate is revoked already.")
        if has is not None and has.valid_until is not None and has.valid_until <= self.at:
            return _("It has expired. Passing its test again renews it.")
        return ""


def _lacks(rule: str, have: int, need: int) -> str:
    """What is missing of one rule, in words."""
    words = {
        "parts": _("Parts done: %(have)s of %(need)s."),
        "tests": _("Tests passed: %(have)s of %(need)s."),
        "sessions": _("Sessions attended: %(have)s of %(need)s."),
        "courses": _("Courses completed: %(have)s of %(need)s."),
        "stages": _("Stages done: %(have)s of %(need)s."),
        "points": _("Points: %(have)s of %(need)s."),
    }
    return words[rule] % {"have": have, "need": need}


def _lines(act: bulk.Act, what: Certified) -> list[tuple[str, int | None]]:
    """(how somebody is named, the person)"""
    named = list(act.params["named"])
    if act.source_sha256:
        sheet = orgs.open_sheet(files.path_of(act.source_sha256), most_bytes=MOST_BYTES, most_rows=MOST_ROWS + 10)
        first = orgs.cell_text(sheet.headings[0]) if sheet.headings else ""
        # Its first line is a heading, unless somebody is known by it or it is an address: nobody is passed over unsaid.
        named += [first] if "@" in first or people.find_people([first]) else []
        named += [text for _number, raw in sheet.rows if raw and (text := orgs.cell_text(raw[0]))]
        if not named:
            raise Refused(_("There are headings and nobody below them."))
    if named:
        if len(named) > MOST_ROWS:
            raise Refused(_("There are more than 20,000 rows. Split the file."))
        # One address in two spellings is one person, named twice.
        named = [key.lower() if "@" in key else key for key in named]
        known = people.find_people(named)
        return [(key, known.get(key)) for key in named]
    found = completed_below(what, act.scope_path, MOST_ROWS + 1)
    if len(found) > MOST_ROWS:
        raise Refused(_("More than 20,000 people of this office completed it. Bring them by files."))
    if not found:
        raise Refused(_("Nobody of this office and below has completed it."))
    return [("", person) for person in found]


def apply_chunk(chunk: bulk.Chunk) -> list[bulk.Result]:
    """One for each whose rule is met now. Nobody gets a second one."""
    act = chunk.act
    what = certified(act.params["code"])
    who = [int(row.data["person"]) for row in chunk.rows]
    if what.kind == "programme":
        lock_people(who)  # all of their programmes, as whoever completes an item does: else both wait for each other
    else:
        rows.fetch(int, _LOCK, [[one.enrolment for one in standings(what, who).values()]])
    # Read anew under the locks.
    stand = standings(what, who)
    below = credentials.held_below(who, act.scope_path, clock.day(chunk.at))
    judged = _Judged(act, what, list(stand.values()), chunk.at)
    agent = System(f"certificates issued by {act.asked_by_name}")
    found: list[bulk.Result] = []
    for row, person in zip(chunk.rows, who, strict=True):
        now = judged.row(row.number, "", row.label, person, stand.get(person))
        if person not in below or now.outcome != row.outcome or now.data != row.data:
            refused = judged.refusal(stand.get(person)) if person in below else ""
            found.append(bulk.Result(row.number, problem=refused or _("It was changed since.")))
            continue
        made = _issued(agent, what, stand[person], row, chunk.at)
        found.append(
            bulk.Result(row.number, undo={"certificate": str(made), "look": row.data.get("was", 0)}, subject_uuid=made)
        )
    return found


def _issued(agent: System, what: Certified, stand: Standing, row: bulk.Row, at: dt.datetime) -> uuids.UUID:
    if "certificate" in row.data:
        before = uuids.UUID(row.data["certificate"])
        return credentials.restyle(agent=agent, certificate_uuid=before, at=at).uuid
    if what.kind == "programme":
        if not stand.completed:
            advance_people(agent=agent, people=[stand.person], at=at)
        certify_programme(agent, stand.enrolment, at)
    elif not complete_if_due(agent=agent, enrolment_id=stand.enrolment, at=at):
        done = completed(stand.enrolment)
        assert done is not None  # locked, and its rule is met
        certify(agent, done, at)
    made = credentials.certificate_for(stand.ref, what.ref_kind)
    assert made is not None
    return made.uuid


def undo_chunk(chunk: bulk.Chunk) -> list[bulk.Result]:
    """What it issued is revoked as issued by mistake, and may be issued again; what it issued in another look is issued
    in the one before. One that was replaced or revoked since stays as it is."""
    agent = System(f"undone by {chunk.act.asked_by_name}")
    return [bulk.Result(row.number, problem=_taken_back(agent, chunk, row)) for row in chunk.rows]


def _taken_back(agent: System, chunk: bulk.Chunk, row: bulk.Row) -> str:
    made, look = uuids.UUID(row.undo["certificate"]), row.undo["look"]
    if look == 0:
        done = credentials.take_back(
            agent=agent, certificate_uuid=made, why=chunk.act.label, at=chunk.at, reason=credentials.Reason.UNDONE
        )
        return "" if done else _("It was changed since.")
    try:
        credentials.restyle(agent=agent, certificate_uuid=made, at=chunk.at, look=look)
    except Refused as refused:
        return str(refused)
    return ""


MANY = bulk.register(
    bulk.Kind(
        name=KIND,
        plan=plan,
        apply_chunk=apply_chunk,
        undo_chunk=undo_chunk,
        roles=(Role.CERTIFICATE_ADMIN,),
        second_person_above=1_000,
        chunk=100,
    )
)
