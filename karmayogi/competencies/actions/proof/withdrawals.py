"""Taking an instrument that proves wrong out of use, with all that it proved: a bulk act (decision 0034).

Planned first: who would move from which level to which. Above a hundred rows a second person approves. Undone, the
proofs are appended again as they were and the instrument is in use again: the ledger only grows.
"""

import datetime as dt
import itertools
import uuid as uuids
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.proof.recompute import recompute_persons
from karmayogi.competencies.engine.levels import Policy
from karmayogi.competencies.engine.levels_many import levels_many
from karmayogi.competencies.models import Competency, Instrument
from karmayogi.competencies.queries.family import told_wrong
from karmayogi.competencies.queries.proof.access import CURATORS, curates
from karmayogi.competencies.queries.proof.facts import facts_of_many
from karmayogi.competencies.queries.proof.policies import policy_in_force
from karmayogi.competencies.queries.proof.withdrawals import KIND, half_withdrawn, proved_by
from karmayogi.kernel import audit, bulk, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused, System
from karmayogi.orgs import api as orgs

PERSONS = 4_000  # of whom levels are compared at a time

_WITHDRAW = """
with standing as (
  select e.* from competencies_evidence e
  where e.registered_id = %(instrument)s and e.withdraws_id is null
    and (%(persons)s::bigint[] is null or (e.person_id, e.competency_id) in (
      select * from unnest(%(persons)s::bigint[], %(competencies)s::bigint[])))
    and not exists (select from competencies_evidence w where w.withdraws_id = e.id and w.withdraws_id is not null)
  order by e.id for update of e
), gone as (
  insert into competencies_evidence
    (uuid, person_id, competency_id, level, source, instrument, instrument_version, ref_kind, ref_uuid, context,
     withdraws_id, observed_at)
  select gen_random_uuid(), s.person_id, s.competency_id, 0, s.source, s.instrument, s.instrument_version, s.ref_kind,
    s.ref_uuid, %(reason)s::text, s.id, %(at)s::timestamptz
  from standing s returning withdraws_id
)
select s.id, s.uuid, s.person_id, s.competency_id, s.instrument from standing s join gone on gone.withdraws_id = s.id
"""
# What was withdrawn counts again as it was, but for what somebody was told since to be wrong.
_REINSTATE = """
with copies as (
  insert into competencies_evidence (uuid, person_id, competency_id, level, score, source, instrument,
    instrument_version, ref_kind, ref_uuid, observer_id, context, observed_at, registered_id, contested_at)
  select gen_random_uuid(), o.person_id, o.competency_id, o.level, o.score, o.source, o.instrument,
    o.instrument_version, 'reinstated', o.uuid, o.observer_id, o.context, o.observed_at, o.registered_id, o.contested_at
  from competencies_evidence o
  where o.id = any(%s::bigint[]) and o.id <> all(%s::bigint[])
  on conflict do nothing returning uuid, person_id, instrument
)
select uuid, person_id, instrument from copies
"""


@transaction.atomic
def withdraw_instrument(*, actor: Actor, instrument: uuids.UUID, reason: str, at: dt.datetime) -> bulk.Act:
    """Asks for the plan; nothing changes before it is approved. Raises NotFound for whoever is no curator, Refused
    without a reason and when nothing that it proved is left to withdraw. While one is at work or waits with a plan that
    holds, the same again answers that one; one that was stopped or failed is finished by asking again."""
    row = Instrument.objects.filter(uuid=instrument).first() if curates(actor) else None
    if row is None:
        raise NotFound
    if not reason.strip():
        raise Refused(_("Say why it is withdrawn: everybody whose evidence falls will read it."))
    # Two presses at once are one act; a lock on the row would wait for a chunk that is running.
    rows.run("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"withdraw {row.uuid}"])
    for act in bulk.acts_within(orgs.country_path(), KIND, limit=200):
        if act.params["instrument"] == row.pk and act.is_open(at):
            return act
    _check_something_left(row)
    return bulk.propose(
        KIND, actor=actor, label=f"{row.code} {row.version}", scope_path=orgs.country_path(),
        params={"instrument": row.pk, "reason": reason.strip()[:300]}, at=at,
    )  # fmt: skip


def undo_withdrawal(*, actor: Actor, uuid: uuids.UUID, at: dt.datetime) -> bulk.Act:
    """Takes it back. Raises NotFound and Refused as bulk.undo does, Refused also while another version is in use: the
    act then stays as it is and can be undone once that one is withdrawn."""
    act = bulk.access_act(actor, uuid, to="change")
    if act.kind != KIND:
        raise NotFound
    if act.status not in ("undoing", "undone") and act.undo_until is not None and at < act.undo_until:
        _check_no_other_in_use(Instrument.objects.get(pk=act.params["instrument"]))
    return bulk.undo(actor=actor, uuid=uuid, at=at)


def plan(act: bulk.Act, at: dt.datetime) -> Iterator[bulk.Planned]:
    """The instrument, then each person's competency that it proves. No names: a plan is read by people who may not see
    the person."""
    row = Instrument.objects.get(pk=act.params["instrument"])
    _check_something_left(row)
    yield bulk.Planned(1, "changed", act.label, {"what": "instrument"})
    codes = dict(Competency.objects.values_list("id", "code"))
    on, policy = clock.day(at), policy_in_force()
    number = 1
    for some in itertools.batched(proved_by(row.pk), PERSONS, strict=False):
        persons = [person for person, _hers in some]
        competencies = sorted({competency for _person, hers in some for competency in hers})
        before, after = (_levels(persons, competencies, on, policy, without) for without in (None, row.pk))
        for key in ((person, competency) for person, hers in some for competency in hers):
            number += 1
            was, now = before.get(key, 0), after.get(key, 0)
            data = {"what": "pair", "person": key[0], "competency": key[1], "was": was, "now": now}
            yield bulk.Planned(number, "changed", f"{codes[key[1]]}: {was} → {now}", data)


def _check_something_left(row: Instrument) -> None:
    if row.withdrawn_at is not None and row.pk not in half_withdrawn():
        raise Refused(_("It is withdrawn already."))


def _check_no_other_in_use(row: Instrument) -> None:
    if Instrument.objects.filter(code=row.code, withdrawn_at__isnull=True).exclude(pk=row.pk).exists():
        raise Refused(_("Another version of it is in use. Withdraw that one first, or choose another code."))


def _levels(
    persons: Sequence[int], competencies: Sequence[int], on: dt.date, policy: Policy, without: int | None
) -> dict[tuple[int, int], int]:
    shown = levels_many(facts_of_many(persons, competencies, without=without), on, policy)
    pairs = zip(shown.person.tolist(), shown.competency.tolist(), strict=True)
    return dict(zip(pairs, shown.level.tolist(), strict=True))


def apply_chunk(chunk: bulk.Chunk) -> list[bulk.Result]:
    row = Instrument.objects.select_for_update().get(pk=chunk.act.params["instrument"])
    if chunk.rows[0].data["what"] == "instrument" and row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_reason = chunk.at, chunk.act.params["reason"]
        row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        _note(chunk, "competencies:instrument:withdraw", row)
    if row.withdrawn_at is None:  # its own row was not applied: then nothing else is
        raise Refused(_("Something changed since the plan was made. Try again."))
    pairs = [one for one in chunk.rows if one.data["what"] == "pair"]
    gone = _withdraw(chunk, row, pairs)
    found: dict[tuple[int, int], list[int]] = {}
    for evidence, _uuid, person, competency, _label in gone:
        found.setdefault((person, competency), []).append(evidence)
    undo = {one.number: found.get((one.data.get("person", 0), one.data.get("competency", 0)), []) for one in chunk.rows}
    last = chunk.rows[-1].number
    if last == chunk.act.to_apply:  # what came in between the plan and its approval falls with the last row
        late = _withdraw(chunk, row, None)
        undo[last] = undo[last] + [evidence for evidence, *_rest in late]
        gone += late
    _entries(chunk, "competencies:evidence:withdraw", [(uuid, person, label) for _id, uuid, person, _c, label in gone])
    recompute_persons(sorted({one[2] for one in gone}), policy=policy_in_force(), at=chunk.at)
    return [bulk.Result(number, undo={"rows": ids}) for number, ids in undo.items()]


def undo_chunk(chunk: bulk.Chunk) -> list[bulk.Result]:
    """The instrument's own row comes last: until then nothing new is proved with it."""
    row = Instrument.objects.select_for_update().get(pk=chunk.act.params["instrument"])
    try:
        _check_no_other_in_use(row)  # asked before already: this is for one registered since
    except Refused as refusal:
        return [bulk.Result(one.number, problem=str(refusal)) for one in chunk.rows]
    ids = [evidence for one in chunk.rows for evidence in one.undo["rows"]]
    back = rows.fetch(lambda *line: line, _REINSTATE, [ids, told_wrong(ids)])
    _entries(chunk, "competencies:evidence:reinstate", back)
    recompute_persons(sorted({person for _uuid, person, _label in back}), policy=policy_in_force(), at=chunk.at)
    if row.withdrawn_at is not None and any(one.data["what"] == "instrument" for one in chunk.rows):
        row.withdrawn_at, row.withdrawn_reason = None, ""
        row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        _note(chunk, "competencies:instrument:reinstate", row)
    return [bulk.Result(one.number) for one in chunk.rows]


WITHDRAWAL = bulk.register(
    bulk.Kind(
        name=KIND, plan=plan, apply_chunk=apply_chunk, undo_chunk=undo_chunk, roles=CURATORS, second_person_above=100,
        chunk=1_000,
    )
)  # fmt: skip


def _withdraw(
    chunk: bulk.Chunk, row: Instrument, pairs: Sequence[bulk.Row] | None
) -> list[tuple[int, uuids.UUID, int, int, str]]:
    """Rows of evidence taken out: of these pairs, or all that still stand (None)."""
    return rows.fetch(
        lambda *line: line,
        _WITHDRAW,
        {
            "instrument": row.pk, "reason": chunk.act.params["reason"], "at": chunk.at,
            "persons": None if pairs is None else [one.data["person"] for one in pairs],
            "competencies": None if pairs is None else [one.data["competency"] for one in pairs],
        },
    )  # fmt: skip


def _entries(chunk: bulk.Chunk, tag: str, found: Sequence[tuple[uuids.UUID, int, str]]) -> None:
    bulk.record_many(
        tag, [bulk.Entry(uuid, label, person) for uuid, person, label in found], account_id=None,
        agent_label=_agent(chunk).label, kind="evidence", why=chunk.act.params["reason"], at=chunk.at,
    )  # fmt: skip


def _note(chunk: bulk.Chunk, tag: str, row: Instrument) -> None:
    audit.record(
        tag, agent=_agent(chunk), at=chunk.at, kind="instrument", subject=row.uuid, label=chunk.act.label,
        why=chunk.act.params["reason"], detail={"approved by": chunk.act.approved_by_name},
    )  # fmt: skip


def _agent(chunk: bulk.Chunk) -> System:
    return System(f"instrument withdrawn for {chunk.act.asked_by_name}")
