"""Asking for a change of a framework, and sending it again after it came back."""

import dataclasses
import datetime as dt
import json
import uuid as uuids
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.governance.versions import latest_version, lock_framework, wordings
from karmayogi.competencies.engine.governance.scales import SAME, is_mapping
from karmayogi.competencies.engine.governance.wording import Wording, as_json, difference, faults
from karmayogi.competencies.models import FrameworkProposal
from karmayogi.competencies.queries.governance.frameworks import FrameworkRow, access_framework
from karmayogi.competencies.queries.governance.proposals import access_proposal, under_way
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused

Kind = FrameworkProposal.Kind
Status = FrameworkProposal.Status
# kind -> how many subjects, targets and new ones it has: (least, most).
SHAPE: dict[str, dict[str, tuple[int, int]]] = {
    "add": {"subject": (0, 0), "target": (0, 0), "new": (1, 20)},
    "reword": {"subject": (1, 1), "target": (0, 0), "new": (0, 0)},
    "merge": {"subject": (1, 20), "target": (1, 1), "new": (0, 0)},
    "split": {"subject": (1, 1), "target": (0, 0), "new": (2, 10)},
    "deprecate": {"subject": (1, 1), "target": (0, 1), "new": (0, 0)},
    "relevel": {"subject": (1, 1), "target": (0, 0), "new": (0, 0)},
}


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """part: subject | target (with the competency) | new (with its wording). levels: what 1 to 5 become (re-level)."""

    part: str
    competency: uuids.UUID | None = None
    wording: Wording | None = None
    levels: tuple[int, ...] = ()


@transaction.atomic
def propose(
    *,
    actor: Actor,
    framework: uuids.UUID,
    kind: str,
    title: str,
    reason: str,
    items: Sequence[Item],
    at: dt.datetime,
) -> uuids.UUID:
    """Sends a proposal to the first review; its uuid. Raises NotFound without the right, Refused with what to fix."""
    found = access_framework(actor, framework, to="propose")
    if found.version_id is None:
        raise Refused(_("This framework is still a draft: change the draft itself."))
    title, reason = _texts(title, reason)
    checked = _checked(found, kind, items)
    made = FrameworkProposal.objects.create(
        framework_id=found.id, kind=kind, title=title, reason=reason, proposer_id=actor.person_id, sent_at=at,
        created_at=at,
    )  # fmt: skip
    _write_items(made.id, checked)
    add_step(made.id, "sent", actor, "", at)
    audit.record(
        "competencies:proposal:send", agent=actor, at=at, kind="framework_proposal", subject=made.uuid, label=title
    )
    return made.uuid


@transaction.atomic
def send_again(
    *,
    actor: Actor,
    proposal: uuids.UUID,
    title: str,
    reason: str,
    items: Sequence[Item],
    at: dt.datetime,
) -> None:
    """The proposer answers a returned proposal; both reviews begin anew."""
    found, framework = access_proposal(actor, proposal)
    if found.proposer_id != actor.person_id:
        raise NotFound
    # Before the proposal, as everywhere.
    lock_framework(framework.id, [item.competency for item in items if item.competency])
    row = FrameworkProposal.objects.select_for_update(of=("self",)).get(pk=found.id)
    if row.status != Status.RETURNED:
        raise Refused(_("Only a returned proposal can be sent again."))
    row.title, row.reason = _texts(title, reason)
    checked = _checked(framework, row.kind, items, besides=row.id)
    row.status, row.sent_at, row.first_reviewer_id, row.second_reviewer_id = Status.SENT, at, None, None
    row.save()
    rows.run("delete from competencies_proposalitem where proposal_id = %s", [row.id])
    _write_items(row.id, checked)
    add_step(row.id, "sent", actor, "", at)
    audit.record(
        "competencies:proposal:send", agent=actor, at=at, kind="framework_proposal", subject=row.uuid, label=row.title
    )


def add_step(proposal_id: int, step: str, actor: Actor, comment: str, at: dt.datetime) -> None:
    rows.run(
        "insert into competencies_proposalstep (proposal_id, step, person_id, comment, at) values (%s, %s, %s, %s, %s)",
        [proposal_id, step, actor.person_id, comment.strip()[:4000], at],
    )


def _texts(title: str, reason: str) -> tuple[str, str]:
    title, reason = " ".join(title.split())[:200], reason.strip()[:4000]
    if not title:
        raise Refused(_("Give the proposal a title."))
    if not reason:
        raise Refused(_("Say why this change is needed."))
    return title, reason


@dataclasses.dataclass(frozen=True, slots=True)
class _Checked:
    part: str
    competency_id: int | None
    wording: Wording | None
    levels: tuple[int, ...]


def _checked(framework: FrameworkRow, kind: str, items: Sequence[Item], besides: int | None = None) -> list[_Checked]:
    if kind not in SHAPE:
        raise Refused(_("Choose what is to change."))
    counts = {part: sum(item.part == part for item in items) for part in ("subject", "target", "new")}
    for part, (least, most) in SHAPE[kind].items():
        if not least <= counts[part] <= most:
            raise Refused(_shape_in_words(kind))
    # Whoever proposes at the same moment waits here, and then finds this proposal.
    lock_framework(framework.id, [item.competency for item in items if item.competency])
    said = wordings(latest_version(framework.id))
    ids = {row.uuid: row.competency_id for row, _w in said.values() if row.status == "published"}
    elsewhere = dict(
        rows.fetch(
            lambda row_id, uuid: (uuid, row_id),
            "select id, uuid from competencies_competency where uuid = any(%s::uuid[]) and status = 'published'",
            [[item.competency for item in items if item.part == "target" and item.competency]],
        )
    )
    found: list[_Checked] = []
    for item in items:
        if item.part == "new":
            found.append(_Checked("new", None, _sound(item.wording), ()))
            continue
        known = ids if item.part == "subject" or kind == "merge" else elsewhere
        competency = known.get(item.competency) if item.competency else None
        if competency is None:
            raise Refused(_("Choose competencies that are in use in this framework."))
        now = said[competency][1] if competency in said else None
        wording = _sound(item.wording) if item.wording is not None else None
        if item.part == "subject" and now is not None:
            _check_subject(kind, now, wording, item.levels)
        found.append(_Checked(item.part, competency, wording, item.levels))
    chosen = [one.competency_id for one in found if one.competency_id is not None]
    if len(set(chosen)) != len(chosen):
        raise Refused(_("A competency can be named once only."))
    named = {
        part: [one.competency_id for one in found if one.part == part and one.competency_id] for part in SHAPE[kind]
    }
    clash = under_way(named["subject"], named["target"], besides)
    if clash:
        raise Refused(
            _("The proposal “%(title)s” about %(code)s is still open.") % {"title": clash[0][1], "code": clash[0][0]}
        )
    return found


def _check_subject(kind: str, now: Wording, wording: Wording | None, levels: tuple[int, ...]) -> None:
    if kind == Kind.REWORD and (wording is None or not difference(now, wording)):
        raise Refused(_("The proposed wording is the same as the present one."))
    if kind == Kind.RELEVEL:
        if not is_mapping(levels):
            raise Refused(_("Say for each level from 1 to 5 what it becomes; none may fall below the one before."))
        if levels == SAME and (wording is None or not difference(now, wording)):
            raise Refused(_("Neither the levels nor their descriptions change."))


def _sound(wording: Wording | None) -> Wording:
    if wording is None:
        raise Refused(_("A new competency needs a name and a theme in English."))
    for field, what in faults(wording):
        if what == "missing":
            raise Refused(_("A new competency needs a name and a theme in English."))
        raise Refused(_("Too long or not allowed: %(field)s.") % {"field": field})
    return wording


def _shape_in_words(kind: str) -> str:
    return {
        "add": _("Write down at least one new competency."),
        "reword": _("Choose the one competency that is to be reworded."),
        "merge": _("Choose at least one competency that goes, and the one that stays."),
        "split": _("Choose the one competency that goes, and write down at least two that take its place."),
        "deprecate": _("Choose the one competency that goes out of use."),
        "relevel": _("Choose the one competency whose levels change."),
    }[kind]


def _write_items(proposal_id: int, items: Sequence[_Checked]) -> None:
    for position, item in enumerate(items):
        rows.run(
            """
            insert into competencies_proposalitem (proposal_id, position, part, competency_id, wording, levels)
            values (%s, %s, %s, %s, %s::jsonb, %s::smallint[])
            """,
            [
                proposal_id, position, item.part, item.competency_id,
                json.dumps(as_json(item.wording) if item.wording else {}, ensure_ascii=False), list(item.levels),
            ],
        )  # fmt: skip
