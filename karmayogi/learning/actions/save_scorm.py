"""What a package asks to be kept, and whether it makes the part done."""

import dataclasses
import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.actions.complete_course import complete_if_due
from karmayogi.learning.actions.mark_part import mark_part
from karmayogi.learning.actions.sequence import keep_state
from karmayogi.learning.engine import cmi
from karmayogi.learning.engine.sequencing.definition import Tree
from karmayogi.learning.engine.sequencing.navigation import Ways, ways
from karmayogi.learning.engine.sequencing.outcome import Said, report
from karmayogi.learning.engine.sequencing.tracking import State
from karmayogi.learning.queries.packages import ItemRow, items_of
from karmayogi.learning.queries.row import Row
from karmayogi.learning.queries.sequencing import read_tree, state_of

# SCORM 2004 4th edition asks for 64,000 characters; SCORM 1.2 for 4,096, which many packages exceed.
MAX_SUSPEND = 64_000
# The words of SCORM 2004; the bridge brings those of SCORM 1.2 into them.
_COMPLETION = ("completed", "incomplete", "not attempted", "unknown")
_SUCCESS = ("passed", "failed", "unknown")


@dataclasses.dataclass(frozen=True, slots=True)
class ScormCommit:
    """One commit of a SCO. score: per cent. seconds: total time as the package claims. visit, seq: order of commits.
    record: all that it says beside."""

    item: str
    location: str
    suspend_data: str
    completion: str
    success: str
    score: float | None
    seconds: int
    visit: int
    seq: int
    record: cmi.Record = cmi.NOTHING


@dataclasses.dataclass(frozen=True, slots=True)
class Saved:
    """Whether the item of this commit is done, and with it the whole part. ways: what may be asked for next, where the
    package has an order of its own."""

    item_done: bool
    part_done: bool
    ways: Ways | None = None


STORE = """
insert into learning_scormstate as s
  (person_id, part_id, item, location, suspend_data, completion, success, score, seconds, visit, seq, updated_at,
   record, attempt)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict (person_id, part_id, item) do update set
  (location, suspend_data, record, attempt, visit, seq) = (
    select newest.location, newest.suspend_data, newest.record, newest.attempt, newest.visit, newest.seq from (values
      (s.location, s.suspend_data, s.record, s.attempt, s.visit, s.seq),
      (excluded.location, excluded.suspend_data, excluded.record, excluded.attempt, excluded.visit, excluded.seq)
    ) newest(location, suspend_data, record, attempt, visit, seq) order by newest.visit desc, newest.seq desc limit 1),
  completion = case when 'completed' in (s.completion, excluded.completion) then 'completed'
    when (excluded.visit, excluded.seq) > (s.visit, s.seq) then excluded.completion else s.completion end,
  success = case when 'passed' in (s.success, excluded.success) then 'passed'
    when (excluded.visit, excluded.seq) > (s.visit, s.seq) then excluded.success else s.success end,
  score = greatest(s.score, excluded.score), seconds = greatest(s.seconds, excluded.seconds),
  updated_at = greatest(s.updated_at, excluded.updated_at)
"""


@transaction.atomic
def save_scorm(*, actor: Actor, enrolment_id: int, part_id: int, commit: ScormCommit, at: dt.datetime) -> Saved:
    """Keeps the commit. The place follows the newest one; what a late one (second tab, retry) achieved still counts.

    Progress never falls: completed stays completed, the best score stays. The part is done when every SCO is, or when
    the activity tree says so, where the manifest has one. Its score is what the browser claims (grade E0). Raises
    NotFound for an item that the package does not have or has not opened to her and for a visit that the server has not
    given out, and Refused for more data than may be kept.
    """
    record = cmi.written(commit.record)
    if (
        len(commit.suspend_data) > MAX_SUSPEND
        or len(commit.location) > 1000
        or len(record.encode(errors="replace")) > cmi.MAX_BYTES
    ):
        raise Refused(_("The package wants to keep more data than SCORM allows. What was saved before is still there."))
    found = rows.first(
        Row,
        """
        select p.id, p.tree from learning_enrolment n
        join learning_partprogress g on g.person_id = n.person_id and g.enrolment_id = n.id
        join learning_partvariant v on v.part_id = g.part_id and v.language = 'en'
        join learning_package p on p.id = v.package_id
        where n.id = %s and n.person_id = %s and g.part_id = %s and g.visit >= %s
        for no key update of n, g
        """,
        [enrolment_id, actor.person_id, part_id, commit.visit],
    )
    if found is None:
        raise NotFound
    package_id, text = found
    items = [item for item in items_of(package_id, actor.person_id, part_id) if item.href]
    item = next((one for one in items if one.identifier == commit.item), None)
    if item is None:
        raise NotFound
    tree = read_tree(text)
    state = None
    if tree is not None:
        state = state_of(tree, person_id=actor.person_id, enrolment_id=enrolment_id, part_id=part_id)
    attempt = 1 if tree is None else _attempt(tree, state, item, commit)
    completion = commit.completion if commit.completion in _COMPLETION else ""
    success = commit.success if commit.success in _SUCCESS else ""
    if item.mastery_score is not None and commit.score is not None and completion == "completed":
        # The pass mark is the manifest's, whether or not the package looks at it.
        success = "passed" if commit.score >= item.mastery_score else "failed"
    score = None if commit.score is None else max(0.0, min(100.0, commit.score))
    rows.run(
        STORE,
        [
            actor.person_id, part_id, commit.item, commit.location, commit.suspend_data, completion,
            success, score, max(0, min(commit.seconds, 10**7)), commit.visit, commit.seq, at,
            record, attempt,
        ],
    )  # fmt: skip
    if tree is not None and state is not None:
        if commit.visit > state.after and (commit.visit, commit.seq) > (item.visit, item.seq):
            told = commit.record
            now = report(tree, state, commit.item, _said(commit), ended=told.ended, suspended=told.suspended)
            state = now or state
        done = keep_state(tree, state, actor=actor, enrolment_id=enrolment_id, part_id=part_id, at=at)[0]
        item = next(one for one in items_of(package_id, actor.person_id, part_id) if one.identifier == commit.item)
        return Saved(item.done, done, ways(tree, state))
    items = [item for item in items_of(package_id, actor.person_id, part_id) if item.href]
    scores = [item.score for item in items if item.score is not None]
    done = all(item.done for item in items)
    mean = sum(scores) / len(scores) if scores else None
    mark_part(person_id=actor.person_id, part_id=part_id, done=done, score=mean, at=at)
    if done:
        complete_if_due(agent=actor, enrolment_id=enrolment_id, at=at)
    return Saved(next(one.done for one in items if one.identifier == commit.item), done)


def _attempt(tree: Tree, state: State | None, item: ItemRow, commit: ScormCommit) -> int:
    """Of which attempt the commit tells. One that was under way while the next attempt began is of the one before."""
    place = tree.place(commit.item)
    if state is None or place is None or not state.of(place).attempts:
        raise NotFound
    late = place == state.current and commit.visit <= state.after
    return max(1, item.attempt) if late else state.of(place).attempts


def _said(commit: ScormCommit) -> list[Said]:
    """The standard's measure is the scaled score; what the content says of its primary objective comes last."""
    record = commit.record
    goals = [
        Said(goal.id, goal.completion, goal.success, cmi.number(goal.scaled), cmi.number(goal.progress))
        for goal in record.objectives
        if goal.id
    ]
    scaled = cmi.number(record.scaled)
    return [*goals, Said("", commit.completion, commit.success, scaled, cmi.number(record.progress))]
