"""A re-tag carries needs, course tags, evidence and levels over, once, and undo brings everything back."""

import datetime as dt
import uuid

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.contest_evidence import contest_evidence
from karmayogi.competencies.actions.governance.propose import Item, propose
from karmayogi.competencies.actions.governance.publish_version import publish_version
from karmayogi.competencies.actions.governance.retag import plan as retag_plan
from karmayogi.competencies.actions.governance.retag.kind import retag
from karmayogi.competencies.actions.governance.review import review
from karmayogi.competencies.actions.proof.decide_contest import decide_contest
from karmayogi.competencies.actions.proof.withdrawals import undo_withdrawal, withdraw_instrument
from karmayogi.competencies.engine.governance.wording import Wording
from karmayogi.competencies.models import Competency, Contest, Evidence, Framework
from karmayogi.competencies.queries.governance.effect import effect, effect_list
from karmayogi.competencies.queries.governance.retag import Replacement
from karmayogi.competencies.queries.proof.contests import contests_of
from karmayogi.competencies.queries.proof.instruments import instrument_for
from karmayogi.competencies.types import Source, Touched
from karmayogi.kernel import bulk, rows
from karmayogi.kernel.access import NotFound, Refused, System

NEED = """
select r.competency_id, r.level from competencies_profilerequirement r
join competencies_profile p on p.id = r.profile_id and p.in_force
where r.competency_id = any(%s::bigint[]) order by 1, 2
"""
ACTIVITY_NEEDS = """
select count(*) from competencies_need n join competencies_activity a on a.id = n.activity_id
join competencies_profilerole r on r.id = a.role_id join competencies_profile p on p.id = r.profile_id and p.in_force
"""


@pytest.fixture
def scene(cast, council, framework, at):
    """Asha has evidence of what is needed most, which is then merged into something that nobody needs."""
    needed = rows.scalar(
        "select competency_id from competencies_profilerequirement group by 1 order by count(*) desc, 1 limit 1"
    )
    free = rows.scalar(
        "select id from competencies_competency c where not exists"
        " (select from competencies_profilerequirement r where r.competency_id = c.id) order by code limit 1"
    )
    competencies.record_evidence(
        agent=System("test"), person_id=cast.learner.person_id, competency_id=needed, level=2,
        source=Source.SUPERVISOR, instrument="Seen at work", ref_kind="observation", ref_uuid=uuid.uuid4(),
        observed_at=at, at=at,
    )  # fmt: skip
    return needed, free


def change(council, kind, items, at):
    kcm = Framework.objects.get(code="KCM").uuid
    proposal = propose(
        actor=council.member.actor(at), framework=kcm, kind=kind, title="x", reason="x", items=items, at=at
    )
    for player in (council.first, council.second):
        review(actor=player.actor(at), proposal=proposal, decision="approve", comment="", at=at)
    version = publish_version(actor=council.second.actor(at), framework=kcm, note="", at=at)
    return kcm, version


def run(council, kcm, version, run_jobs, at):
    act = retag(actor=council.second.actor(at), framework=kcm, edition=version.uuid, at=at)
    run_jobs()
    bulk.approve(actor=council.second.actor(at), uuid=act.uuid, at=at)
    run_jobs()
    return bulk.access_act(council.second.actor(at), act.uuid)


def item(part, competency_id, **more):
    return Item(part, Competency.objects.get(id=competency_id).uuid, **more)


def picture(cast):
    """Everything that an undo must bring back."""
    levels = {key: shown.level for key, shown in competencies.levels_of(cast.learner.person_id).items() if shown.level}
    needs = rows.fetch(
        lambda *row: row,
        "select p.designation_id, r.competency_id, r.level, r.importance from competencies_profilerequirement r"
        " join competencies_profile p on p.id = r.profile_id and p.in_force order by 1, 2",
    )
    return levels, needs, rows.scalar(ACTIVITY_NEEDS)


def test_merge_and_undo(cast, council, scene, run_jobs, frozen_time):
    at = frozen_time
    was, now = scene
    code = Competency.objects.get(id=was).code
    competencies.create_scheme(
        agent=System("test"), organisation_id=cast.ministry.id, code="JJM", name_en="Water to every home",
        needs={code: 2}, at=at,
    )  # fmt: skip
    found = effect([was], at.date())
    assert (found.schemes, [line.title_en for line in effect_list("schemes", [was], at.date())]) == (
        1, ["Water to every home"],
    )  # fmt: skip
    assert (effect([now], at.date()).schemes, found.orders) == (0, 0)
    assert found.profiles == len(effect_list("profiles", [was], at.date())) > 0
    assert (found.shown, found.evidence) == (1, 1)
    assert [line.count for line in effect_list("people", [was], at.date())] == [1]
    before = picture(cast)
    kcm, version = change(council, "merge", [item("subject", was), item("target", now)], at)
    with pytest.raises(NotFound):
        retag(actor=council.member.actor(at), framework=kcm, edition=version.uuid, at=at)
    act = run(council, kcm, version, run_jobs, at)
    assert (act.status, act.failed_rows) == ("done", 0)
    assert {row[0] for row in rows.fetch(lambda *row: row, NEED, [[was, now]])} == {now}
    assert competencies.levels_of(cast.learner.person_id)[now].level == before[0][was]
    assert Evidence.objects.get(competency_id=was).level == 2  # its history stays
    assert rows.scalar(ACTIVITY_NEEDS) == before[2]
    again = retag(actor=council.second.actor(at), framework=kcm, edition=version.uuid, at=at)
    run_jobs()
    assert "already" in bulk.access_act(council.second.actor(at), again.uuid).problem
    bulk.undo(actor=council.second.actor(at), uuid=act.uuid, at=at)
    run_jobs()
    assert bulk.access_act(council.second.actor(at), act.uuid).status == "undone"
    assert picture(cast) == before
    assert run(council, kcm, version, run_jobs, at).failed_rows == 0
    assert competencies.levels_of(cast.learner.person_id)[now].level == before[0][was]


def test_relevelling_shifts_needs_and_evidence_once_and_undo_restores(cast, council, scene, run_jobs, frozen_time):
    at = frozen_time
    was, _free = scene
    before = picture(cast)
    kcm, version = change(council, "relevel", [item("subject", was, levels=(1, 3, 4, 5, 5))], at)
    act = run(council, kcm, version, run_jobs, at)
    assert act.failed_rows == 0
    becomes = {1: 1, 2: 3, 3: 4, 4: 5, 5: 5}
    assert [level for _c, level in rows.fetch(lambda *row: row, NEED, [[was]])] == sorted(
        becomes[level] for _d, competency, level, _i in before[1] if competency == was
    )
    standing = "select level from competencies_evidence e where withdraws_id is null and not exists (select from"
    standing += " competencies_evidence w where w.withdraws_id = e.id)"
    assert rows.fetch(int, standing) == [3]
    again = retag(actor=council.second.actor(at), framework=kcm, edition=version.uuid, at=at)
    run_jobs()
    assert bulk.access_act(council.second.actor(at), again.uuid).status == "failed"
    bulk.undo(actor=council.second.actor(at), uuid=act.uuid, at=at)
    run_jobs()
    assert rows.fetch(int, standing) == [2]
    assert picture(cast) == before


NAMES = ["Weighing of tenders", "Spare keys kept"]
PARTS = [Item("new", wording=Wording(theme_en="t", name_en=name)) for name in NAMES]


@pytest.mark.parametrize("kind", ["split", "deprecate"])
def test_split_copies_proof_to_every_part_and_deprecation_to_what_is_named(
    cast, council, scene, run_jobs, frozen_time, kind, monkeypatch
):
    at = frozen_time
    was, free = scene
    before, pieces = picture(cast), []
    monkeypatch.setattr("karmayogi.competencies.queries.governance.retag.rows.stream", pieced(pieces))
    more = PARTS if kind == "split" else [item("target", free)]
    kcm, version = change(council, kind, [item("subject", was), *more], at)
    now = set(Competency.objects.filter(name_en__in=NAMES).values_list("id", flat=True)) if kind == "split" else {free}
    assert len(now) == (2 if kind == "split" else 1)
    act = run(council, kcm, version, run_jobs, at)
    assert (act.status, act.failed_rows) == ("done", 0)
    assert pieces == [len(now)]  # a line for each part, read as a stream
    assert {row[0] for row in rows.fetch(lambda *row: row, NEED, [[was, *now]])} == now
    levels = competencies.levels_of(cast.learner.person_id)
    assert {levels[one].level for one in now} == {before[0][was]}
    standing = Evidence.objects.filter(competency_id__in=now, withdraws__isnull=True)
    assert [(row.level, row.source) for row in standing] == [(2, Source.SUPERVISOR)] * len(now)
    assert Evidence.objects.get(competency_id=was).level == 2  # its history stays
    bulk.undo(actor=council.second.actor(at), uuid=act.uuid, at=at)
    run_jobs()
    assert bulk.access_act(council.second.actor(at), act.uuid).status == "undone"
    assert picture(cast) == before


def pieced(sizes):
    """`rows.stream` one row at a time, noting how many came."""
    stream = rows.stream

    def counted(*asked, **named):
        sizes.append(0)
        for row in stream(*asked, **(named | {"piece": 1})):
            sizes[-1] += 1
            yield row

    return counted


def test_a_version_that_replaces_nothing_has_nothing_to_retag(council, framework, at):
    new = Item("new", wording=Wording(theme_en="t", name_en="n"))
    kcm, version = change(council, "add", [new], at)
    with pytest.raises(Refused):
        retag(actor=council.second.actor(at), framework=kcm, edition=version.uuid, at=at + dt.timedelta(minutes=1))


def test_a_contest_is_about_the_proof_whatever_row_stands_for_it(cast, council, scene, run_jobs, frozen_time):
    at = frozen_time
    was, now = scene
    kcm, version = change(council, "merge", [item("subject", was), item("target", now)], at)
    run(council, kcm, version, run_jobs, at)
    asha, bala = cast.learner.actor(at), cast.admin.actor(at)
    original, copy = Evidence.objects.get(competency_id=was), Evidence.objects.get(competency_id=now)
    contest_evidence(actor=asha, evidence=original.uuid, reason="Seen on another day", at=at)
    assert [competencies.levels_of(asha.person_id)[key].level for key in (was, now)] == [0, 0]
    contest = Contest.objects.get()
    assert contests_of(asha.person_id) == {row.uuid: ("open", "", contest.due_on) for row in (original, copy)}, (
        "each row that stands for the proof says it"
    )
    decide_contest(actor=bala, contest=contest.uuid, upheld=True, decision="So it is", declared=True, at=at)
    assert [competencies.levels_of(asha.person_id)[key].level for key in (was, now)] == [0, 0]
    assert {row.withdraws_id for row in Evidence.objects.filter(withdraws__isnull=False)} == {original.id, copy.id}
    with pytest.raises(Refused, match="contested before"):
        contest_evidence(actor=asha, evidence=copy.uuid, reason="again", at=at)


def test_undo_of_a_relevelling_does_not_bring_back_what_a_contest_withdrew(cast, council, scene, run_jobs, frozen_time):
    at = frozen_time
    was, _free = scene
    kcm, version = change(council, "relevel", [item("subject", was, levels=(1, 3, 4, 5, 5))], at)
    act = run(council, kcm, version, run_jobs, at)
    copy = Evidence.objects.get(competency_id=was, level=3)
    contest_evidence(actor=cast.learner.actor(at), evidence=copy.uuid, reason="Seen on another day", at=at)
    contest = Contest.objects.get().uuid
    decide_contest(
        actor=cast.admin.actor(at), contest=contest, upheld=True, decision="So it is", declared=True, at=at
    )  # fmt: skip
    bulk.undo(actor=council.second.actor(at), uuid=act.uuid, at=at)
    run_jobs()
    assert competencies.levels_of(cast.learner.person_id)[was].level == 0


@pytest.mark.parametrize("kind", ["merge", "relevel"])
def test_undo_takes_back_what_an_instrument_that_was_withdrawn_and_came_back_proves(
    cast, council, scene, run_jobs, frozen_time, kind
):
    at = frozen_time
    was, now = scene
    competencies.ensure_proof_masters(agent=System("test"), at=at)
    instrument = instrument_for(Source.OBSERVATION)
    competencies.record_evidence(
        agent=System("test"), person_id=cast.learner.person_id, competency_id=was, level=3, source=Source.OBSERVATION,
        instrument="Observation", ref_kind="proof", ref_uuid=uuid.uuid4(), observed_at=at,
        registered_id=instrument.id, at=at,
    )  # fmt: skip
    before = picture(cast)
    if kind == "merge":
        items = [item("subject", was), item("target", now)]
    else:
        items = [item("subject", was, levels=(1, 3, 4, 5, 5))]
    kcm, version = change(council, kind, items, at)
    moved = run(council, kcm, version, run_jobs, at)
    gita = cast.platform.actor(at)
    for _time in range(2):
        act = withdraw_instrument(actor=gita, instrument=instrument.uuid, reason="The checklist was wrong.", at=at)
        run_jobs()
        bulk.approve(actor=gita, uuid=act.uuid, at=at)
        run_jobs()
        undo_withdrawal(actor=gita, uuid=act.uuid, at=at)
        run_jobs()
    bulk.undo(actor=council.second.actor(at), uuid=moved.uuid, at=at)
    run_jobs()
    assert picture(cast) == before


@pytest.mark.parametrize(("parts", "above", "said"), [(1, "plans", True), (2, "plans", False), (2, "courses", True)])
def test_orders_follow_a_merger_that_no_course_shows(monkeypatch, parts, above, said):
    """An order of a higher package is a reason of its own; of a split a person says which part it means."""
    found = [
        Replacement(was_id=1, was="FUN-001", now_id=7 + part, now=f"FUN-00{7 + part}", levels=(1, 2, 3, 4, 5))
        for part in range(parts)
    ]  # fmt: skip
    monkeypatch.setattr(retag_plan, "touched_above", lambda ids: [Touched(above, "Order", "", "", "/")])
    for name in ("profiles_to_change", "persons_to_carry"):
        monkeypatch.setattr(retag_plan, name, lambda version, found: [])
    rows_ = list(retag_plan._rows(None, found))
    assert [row["data"]["was"] for row in rows_] == ([1] if said else [])
