"""Taking a question that proves wrong out of every test: a bulk act (decision 0039).

Planned first: which results change. Where results stand on it, a second person approves. Everybody who had it is
credited with it, so that nobody loses by our fault; whoever passes thereby gets what a pass brings. Undone within a
day, the question is asked again and scores are as before, but a pass that somebody was told of stays.
"""

import datetime as dt
import itertools
import uuid as uuids
from collections.abc import Collection, Iterator, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions import rescore_sittings
from karmayogi.assessment.actions.lock_marking import lock_all, one_withdrawal
from karmayogi.assessment.actions.submit import give_result
from karmayogi.assessment.actions.write_to import write_to
from karmayogi.assessment.engine.verdict import reckon, waiting
from karmayogi.assessment.models import Item, ItemWithdrawal
from karmayogi.assessment.policies import WITHDRAWERS
from karmayogi.assessment.queries.attempts import by_id
from karmayogi.assessment.queries.marks import Scored, answers_of, scored, waiting_with
from karmayogi.assessment.queries.proctored.seats import is_held, was_witnessed
from karmayogi.assessment.queries.sat import asked_in
from karmayogi.assessment.queries.withdrawals import (
    KIND,
    access_question,
    acts_about,
    had_it,
    is_over,
)
from karmayogi.kernel import audit, bulk, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused, System
from karmayogi.learning import api as learning
from karmayogi.orgs import api as orgs

CHUNK = 20  # rows of one transaction, completions and certificates included: the first keeps all closing out
READ = 200
# What results may stand on a question, by the key of their rows: who had it.
HAD = {"attempt": had_it, "sitting": asked_in}

_RESCORE = """
insert into assessment_rescore as r (attempt_id, "right", score, passed, at)
select x.id, x.hits, x.score, x.passed, %s
from unnest(%s::bigint[], %s::int[], %s::int[], %s::bool[]) x(id, hits, score, passed)
on conflict (attempt_id) do update
  set "right" = excluded."right", score = excluded.score, passed = excluded.passed, at = excluded.at
"""
_TITLES = """
select part.id, x.title from learning_part part
join learning_coursetext x on x.version_id = part.version_id and x.language = 'en' where part.id = any(%s::bigint[])
"""
_BEST = """
select coalesce(r.score, a.score), a.uuid from assessment_attempt a
left join assessment_rescore r on r.attempt_id = a.id
join assessment_paper p on p.id = a.paper_id
where a.person_id = %s and p.part_id = %s and a.score is not null order by 1 desc, a.number limit 1
"""


@transaction.atomic
def withdraw_question(
    *, actor: Actor, part_uuid: uuids.UUID, item_uuid: uuids.UUID, reason: str, at: dt.datetime
) -> bulk.Act:
    """Asks for the plan; nothing changes before it is approved. While one is at work or waits with a plan that holds,
    the same again answers that one. Raises NotFound for whoever may not, Refused without a reason and when the question
    is withdrawn already and nobody's result is left to be worked out."""
    _test, found = access_question(actor, part_uuid, item_uuid, clock.day(at))
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise Refused(_("Say why it is withdrawn: everybody who had it will read it."))
    rows.run("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"withdraw {found.uuid}"])
    acts = acts_about(found.id)
    for act in acts:
        if act.is_open(at):
            return act
    if is_over(found, acts):
        raise Refused(_("It is withdrawn already."))
    return bulk.propose(
        KIND, actor=actor, label=found.key, scope_path=orgs.country_path(), params={"item": found.id, "reason": reason},
        at=at,
    )  # fmt: skip


def plan(act: bulk.Act, at: dt.datetime) -> Iterator[bulk.Planned]:
    """The question, then each attempt and each adaptive test that had it. No names: a plan is read by people who may
    not see the person."""
    item = act.params["item"]
    yield bulk.Planned(1, "changed", act.label, {"what": "item"})
    standing = _standing(item)  # of a withdrawal that was stopped half-way
    number = 1
    for ids in itertools.batched(had_it(item, until=standing.at if standing else None), READ, strict=False):
        answers = answers_of(ids, also=item)
        for one in scored(ids):
            number += 1
            now = reckon(answers[one.id], one.terms)
            data = {
                "what": "attempt", "attempt": one.id, "was": one.score, "now": max(now.score, one.score),
                "passed_before": one.passed, "passed": now.passed or one.passed,
            }  # fmt: skip
            yield bulk.Planned(number, "changed", f"{one.score} % → {data['now']} %", data)
    for ids in itertools.batched(asked_in(item, until=standing.at if standing else None), READ, strict=False):
        for label, data in rescore_sittings.planned(ids, item):
            number += 1
            yield bulk.Planned(number, "changed", label, data)


def apply_chunk(chunk: bulk.Chunk) -> list[bulk.Result]:
    one_withdrawal()
    if any(one.data["what"] == "item" for one in chunk.rows):
        lock_all()  # until it stands: an attempt is either counted here, or closed knowing of the withdrawal
    item = Item.objects.get(pk=chunk.act.params["item"])
    standing = _standing(item.pk)
    if chunk.rows[0].data["what"] == "item" and standing is None:
        standing = ItemWithdrawal.objects.create(
            item=item, reason=chunk.act.params["reason"], act_uuid=chunk.act.uuid, at=clock.now()
        )
        _note(chunk, "assessment:question:withdraw", item)
    if standing is None:  # its own row was not applied: then nothing else is
        raise Refused(_("Something changed since the plan was made. Try again."))
    had = {kind: {one.number: [one.data[kind]] for one in chunk.rows if kind in one.data} for kind in HAD}
    last = chunk.rows[-1].number
    if last == chunk.act.to_apply:
        # What was handed in between the plan and its approval falls with the last row.
        late = {kind: find(item.pk, but_of=chunk.act.id, until=standing.at) for kind, find in HAD.items()}
        if any(late.values()) and not chunk.act.needs_second:  # planned when nobody's result stood on it
            raise Refused(_("Results stand on it by now. Make the plan again."))
        _give_results(chunk, item.pk)  # first: it locks attempts, and nothing of their persons may be locked by then
        for kind, ids in late.items():
            had[kind][last] = [*had[kind].get(last, ()), *ids]
    passed = _credit(chunk, [*itertools.chain.from_iterable(had["attempt"].values())])
    raised = rescore_sittings.credit(chunk, [*itertools.chain.from_iterable(had["sitting"].values())], item.pk)
    results = []
    for one in chunk.rows:
        attempts, sittings = had["attempt"].get(one.number, []), had["sitting"].get(one.number, [])
        undo = {
            "attempts": attempts, "passed": [id for id in attempts if id in passed],
            "sittings": sittings, "raised": [id for id in sittings if id in raised],
        }  # fmt: skip
        results.append(bulk.Result(one.number, undo=undo))
    return results


def _credit(chunk: bulk.Chunk, ids: Sequence[int]) -> set[int]:
    """Works the results out anew and says so; ids of the attempts that pass by it."""
    before = scored(ids)
    answers = answers_of(ids)
    changed, passed = [], set()
    for one in before:
        now = reckon(answers[one.id], one.terms)
        if now.score < one.score or (one.passed and not now.passed):
            continue  # a result that was kept when another withdrawal was undone is never taken back
        if (now.right, now.score, now.passed) != (one.right, one.score, one.passed):
            changed.append((one, now.right, now.score, now.passed))
            if now.passed and not one.passed:
                passed.add(one.id)
    _store(chunk, changed)
    for one, _right, score, has_passed in changed:
        if one.person_id is None:
            continue  # was invited and has no record here
        try:
            learning.record_result(
                person_id=one.person_id, part_uuid=one.part_uuid, passed=has_passed, score=score,
                attempt_uuid=one.uuid, at=chunk.at, witnessed=was_witnessed(one.id),
                fresh=one.id in passed and _renews(one, chunk.at),
            )  # fmt: skip
        except NotFound:
            continue  # has left the course: the result stands with the attempt
    new = {one.id: score for one, _right, score, _passed in changed}
    told = [(one, one.score, new.get(one.id, one.score)) for one in before]
    _tell(chunk, "assessment:attempt:rescore", told, passed)
    return passed


def _renews(one: Scored, at: dt.datetime) -> bool:
    """Whether passing it renews a certificate: only what was begun since then counts towards that."""
    if one.person_id is None:
        return False
    since = learning.renews_from(one.person_id, one.part_uuid, at)
    return since is not None and one.opened_at >= since


def _give_results(chunk: bulk.Chunk, item_id: int) -> None:
    """To attempts that waited for nothing but the marks of this question."""
    for id in waiting_with(item_id):
        rows.run("select from assessment_attempt where id = %s for no key update", [id])
        attempt, answers = by_id(id), answers_of([id])[id]
        if attempt.is_waiting and not waiting(answers) and not is_held(id):
            give_result(agent=_agent(chunk), attempt=attempt, answers=answers, at=chunk.at)


def undo_chunk(chunk: bulk.Chunk) -> list[bulk.Result]:
    """The question's own row comes last: until then it is not asked again."""
    one_withdrawal()
    if any(one.data["what"] == "item" for one in chunk.rows):
        lock_all()
    item = chunk.act.params["item"]
    kept = {id for one in chunk.rows for id in one.undo.get("passed", ())}
    ids = [id for one in chunk.rows for id in one.undo.get("attempts", ()) if id not in kept]
    answers = answers_of(ids, but=item)
    changed = []
    before = scored(ids)
    for one in before:
        was = reckon(answers[one.id], one.terms)
        # Passed since by something else: that stays too.
        if (was.right, was.score) != (one.right, one.score) and was.passed == one.passed:
            changed.append((one, was.right, was.score, was.passed))
    _store(chunk, changed)
    for one, *_figures in changed:
        if one.person_id is None:
            continue
        best, attempt = rows.first(lambda *row: row, _BEST, [one.person_id, one.part_id]) or (0, one.uuid)
        learning.correct_result(
            person_id=one.person_id, part_uuid=one.part_uuid, score=best, attempt_uuid=attempt, at=chunk.at
        )
    _tell(chunk, "assessment:attempt:rescore_undone", [(one, one.score, score) for one, _r, score, _p in changed])
    raised = {id for one in chunk.rows for id in one.undo.get("raised", ())}
    sittings = [id for one in chunk.rows for id in one.undo.get("sittings", ()) if id not in raised]
    rescore_sittings.take_back(chunk, sittings, item)
    if any(one.data["what"] == "item" for one in chunk.rows):
        ItemWithdrawal.objects.filter(item_id=item, undone_at__isnull=True).update(undone_at=chunk.at)
        _note(chunk, "assessment:question:reinstate", Item.objects.get(pk=item))
    return [bulk.Result(one.number, problem=_what_stays(one)) for one in chunk.rows]


def _what_stays(row: bulk.Row) -> str:
    if row.undo.get("passed"):
        return _("A pass that somebody was told of stays.")
    return _("A level that somebody was told of stays.") if row.undo.get("raised") else ""


WITHDRAWAL = bulk.register(
    bulk.Kind(
        name=KIND, plan=plan, apply_chunk=apply_chunk, undo_chunk=undo_chunk, roles=WITHDRAWERS, second_person_above=1,
        chunk=CHUNK,
    )
)  # fmt: skip


def _standing(item_id: int) -> ItemWithdrawal | None:
    return ItemWithdrawal.objects.filter(item_id=item_id, undone_at__isnull=True).first()


def _store(chunk: bulk.Chunk, changed: Sequence[tuple[Scored, int, int, bool]]) -> None:
    figures = [(one.id, right, score, passed) for one, right, score, passed in changed]
    if figures:
        rows.run(_RESCORE, [chunk.at, *(list(column) for column in zip(*figures, strict=True))])


def _tell(chunk: bulk.Chunk, tag: str, found: Sequence[tuple[Scored, int, int]], passed: Collection[int] = ()) -> None:
    """In the trail of everybody who had the question, and by mail, once for a test, to those whose score moved (whose,
    was, now), or who pass by it (ids of attempts)."""
    titles: dict[int, str] = dict(rows.fetch(lambda *row: row, _TITLES, [[one.part_id for one, _was, _now in found]]))
    reason = chunk.act.params["reason"]
    bulk.record_many(
        tag,
        [
            bulk.Entry(one.uuid, titles.get(one.part_id, ""), one.person_id, {"was": was, "now": now})
            for one, was, now in found
            if one.person_id is not None
        ],
        account_id=None, agent_label=_agent(chunk).label, kind="attempt", why=reason, at=chunk.at,
    )  # fmt: skip
    moved: dict[int, dict[int, tuple[Scored, int, int]]] = {}
    for one, was, now in sorted(found, key=lambda row: row[2]):  # of several attempts the best is told
        if one.person_id is not None and (was != now or one.id in passed):
            moved.setdefault(one.person_id, {})[one.part_id] = (one, was, now)

    def letters(person: int) -> list[tuple[str, str]]:
        text = _(
            "A question of your test in “%(course)s” was looked at again: %(reason)s Your result was %(was)s%% and"
            " is now %(now)s%%. A pass that you were told of stays."
        )
        return [
            (
                _("Your test result has changed"),
                text % {"course": titles.get(one.part_id, ""), "reason": reason, "was": was, "now": now},
            )
            for one, was, now in moved[person].values()
        ]

    write_to(list(moved), letters)


def _note(chunk: bulk.Chunk, tag: str, item: Item) -> None:
    audit.record(
        tag, agent=_agent(chunk), at=chunk.at, kind="question", subject=item.uuid, label=item.key,
        why=chunk.act.params["reason"], detail={"approved by": chunk.act.approved_by_name},
    )  # fmt: skip


def _agent(chunk: bulk.Chunk) -> System:
    return System(f"question withdrawn for {chunk.act.asked_by_name}")
