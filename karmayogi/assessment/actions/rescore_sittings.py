"""What the withdrawal of a question does to adaptive tests that were taken: reckoned anew without it (decision 0039).

Only upward: a level rises or stays. A level that rose has taken the place of the evidence before it and was told, so it
stays when the withdrawal is undone; what moved without a level goes back.
"""

import functools
import uuid as uuids
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.assessment.actions.show_level import GIVER, REF_KIND, certify_level, show_level
from karmayogi.assessment.actions.write_to import write_to
from karmayogi.assessment.engine.measurement.showing import Shown, better, shown
from karmayogi.assessment.queries.banks import bank_by_id, withdrawn_places
from karmayogi.assessment.queries.sat import Sat, sat
from karmayogi.assessment.queries.sittings import sitting_by_id
from karmayogi.competencies import api as competencies
from karmayogi.credentials import api as credentials
from karmayogi.kernel import bulk, rows
from karmayogi.kernel.ids import uuid7
from karmayogi.ui.api import pick

_STORE = """
insert into assessment_sittingrescore (sitting_id, theta, error, level, evidence_ref, at)
values (%s, %s, %s, %s, %s, %s)
on conflict (sitting_id) do update set theta = excluded.theta, error = excluded.error, level = excluded.level,
  evidence_ref = excluded.evidence_ref, at = excluded.at
"""


def planned(sitting_ids: Sequence[int], item_id: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Label and data of a row of the plan for each, without names."""
    found = sat(sitting_ids, item_id)
    gone = _gone(found)
    for one in found:
        was, now = one.shown.level, _without(one, {*gone[one.bank_uuid], one.place}).level
        yield f"{was} → {now}", {"what": "sitting", "sitting": one.id, "was": was, "now": now}


def credit(chunk: bulk.Chunk, sitting_ids: Sequence[int], item_id: int) -> set[int]:
    """Called once the question is withdrawn. Ids of the tests whose level rises by it."""
    tests = sat(sitting_ids, item_id)
    gone = _gone(tests)
    found = [(one, _without(one, gone[one.bank_uuid])) for one in tests]
    raised = set()
    for one, now in found:
        if now.level > one.shown.level:
            raised.add(one.id)
            _store(chunk, one, now, _correct_evidence(chunk, one, now))
            write_to([one.person_id], functools.partial(_letters, chunk, one, now))
        elif now != one.shown:
            _store(chunk, one, now, one.evidence_ref)
    _note(chunk, "assessment:sitting:rescore", found)
    return raised


def take_back(chunk: bulk.Chunk, sitting_ids: Sequence[int], item_id: int) -> None:
    """Called while the question is withdrawn still, without the tests whose level rose by it."""
    tests, found = sat(sitting_ids, item_id), []
    gone = _gone(tests)
    for one in tests:
        now = shown(one.scale, one.asked, one.right, gone[one.bank_uuid] - {one.place})
        if now != one.shown and now.level == one.shown.level:  # risen since by something else: that stays too
            found.append((one, now))
            _store(chunk, one, now, one.evidence_ref)
    _note(chunk, "assessment:sitting:rescore_undone", found)


def _gone(found: Sequence[Sat]) -> dict[uuids.UUID, set[int]]:
    """The withdrawn places of each bank."""
    return {bank: set(withdrawn_places(bank)) for bank in {one.bank_uuid for one in found}}


def _without(one: Sat, gone: set[int]) -> Shown:
    """gone: places taken for withdrawn."""
    return better(one.shown, shown(one.scale, one.asked, one.right, gone))


def _store(chunk: bulk.Chunk, one: Sat, now: Shown, evidence_ref: uuids.UUID) -> None:
    rows.run(_STORE, [one.id, now.theta, now.error, now.level, evidence_ref, chunk.at])


def _correct_evidence(chunk: bulk.Chunk, one: Sat, now: Shown) -> uuids.UUID:
    """The ledger only grows: what stood is withdrawn with the reason, the new level recorded, both of the day of the
    test. What was withdrawn before, by a contest for example, does not come back."""
    if one.shown.level and not competencies.withdraw_evidence(
        agent=GIVER, person_id=one.person_id, ref_kind=REF_KIND, ref_uuid=one.evidence_ref,
        reason=chunk.act.params["reason"], at=chunk.at,
    ):  # fmt: skip
        return one.evidence_ref
    ref = uuid7()
    show_level(
        person_id=one.person_id, competency_id=one.competency_id, found=now, answers=len(one.asked),
        bank_number=one.bank_number, ref=ref, observed_at=one.closed_at, at=chunk.at,
    )  # fmt: skip
    _certify(chunk, one, now)
    return ref


def _certify(chunk: bulk.Chunk, one: Sat, now: Shown) -> None:
    """Of the level that stands now, in place of that of the lower one. One that was revoked does not come back."""
    old = credentials.certificate_for(one.uuid, "sitting")
    if old is None or old.revoked_at is None:
        sitting = sitting_by_id(one.id)
        certify_level(
            sitting, bank_by_id(sitting.bank_id), now.level, closed_at=one.closed_at, at=chunk.at,
            replaces=old.uuid if old else None,
        )  # fmt: skip


def _letters(chunk: bulk.Chunk, one: Sat, now: Shown, _person: int) -> list[tuple[str, str]]:
    text = _(
        "A question of your test of the competency “%(name)s” was looked at again: %(reason)s Your other answers show"
        " level %(level)s, which counts from now on."
    )
    name, reason = pick(one.name_en, one.name_hi, one.name_ur), chunk.act.params["reason"]
    return [(_("Your test result has changed"), text % {"name": name, "reason": reason, "level": now.level})]


def _note(chunk: bulk.Chunk, tag: str, found: Sequence[tuple[Sat, Shown]]) -> None:
    """In the trail of everybody who was asked it."""
    bulk.record_many(
        tag,
        [
            bulk.Entry(
                one.uuid, one.name_en, one.person_id,
                {"was": one.shown.level, "now": now.level, "ability": round(now.theta, 3)},
            )
            for one, now in found
        ],
        account_id=None, agent_label=GIVER.label, kind="sitting", why=chunk.act.params["reason"], at=chunk.at,
    )  # fmt: skip
