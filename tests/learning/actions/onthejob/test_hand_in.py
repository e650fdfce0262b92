"""Whether a course was applied at work: opened by the clock, judged by colleagues drawn by lot, once more, decided."""

import datetime as dt
import uuid

import pytest
from django.db import OperationalError

from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.kernel.jobs import drain
from karmayogi.learning import api
from karmayogi.learning.actions.onthejob.answer_ask import answer_ask, stand_aside
from karmayogi.learning.actions.onthejob.decide_check import decide_check
from karmayogi.learning.actions.onthejob.draw_peers import draw_peers
from karmayogi.learning.actions.onthejob.hand_in import appeal_check, hand_in
from karmayogi.learning.actions.onthejob.open_checks import look_after_checks, open_checks
from karmayogi.learning.models import ApplicationCheck, ApplicationTry, Course, Enrolment, PeerAsk
from karmayogi.learning.queries.onthejob import peers
from karmayogi.learning.queries.onthejob.checks import access_appeal, access_check, appeals_for, asks_of, tries_of
from karmayogi.learning.queries.onthejob.peers import in_one_line
from karmayogi.orgs import api as orgs
from tests.cast import SET_UP

DAY = dt.timedelta(days=1)
PDF = b"%PDF-1.7 a paper"


class Story:
    """Asha and the colleagues of five other offices completed a course forty days ago; so did those in her line."""

    def __init__(self, cast, course, at) -> None:
        self.cast, self.at, self.on = cast, at, clock.day(at)
        self.course = Course.objects.get(pk=course.id)
        self.peers = [
            cast.player(
                f"Peer {letter}", f"peer-{letter.lower()}@rural.example.in", cast.other_department, cast.director
            )
            for letter in "ABCDE"
        ]
        for one in (cast.learner, cast.supervisor, cast.head, *self.peers):
            self.completed(one, 40)

    def completed(self, player, days_ago: int) -> None:
        then = self.at - days_ago * DAY
        Enrolment.objects.create(
            person_id=player.person_id, course=self.course, version_id=self.course.current_version_id, language="en",
            status="completed", enrolled_at=then, last_at=then, completed_at=then,
            organisation_path=self.cast.section.path if player is self.cast.learner else "",
        )  # fmt: skip

    def opened(self) -> ApplicationCheck:
        open_checks(on=self.on, at=self.at)
        return ApplicationCheck.objects.get(person_id=self.cast.learner.person_id)

    def handed_in(self, content: bytes = b"") -> ApplicationCheck:
        check = self.opened()
        self.writes(self.asha, check.uuid, "I used the checklist.", content)
        return check

    def writes(self, actor, check, words: str, content: bytes = b"") -> None:
        hand_in(actor=actor, check=check, words=words, content=content, at=self.at)
        drain()

    @property
    def asha(self):
        return self.cast.learner.actor(self.at)

    def drawn(self) -> list:
        """The players who are asked now."""
        return [one for one in self.everybody if asks_of(one.person_id)]

    @property
    def everybody(self):
        return [*self.peers, *self.cast.everyone.values()]

    def answer(self, player, shown: bool) -> None:
        actor = player.actor(self.at)
        answer_ask(
            actor=actor, ask=asks_of(actor.person_id)[0].uuid, answers=[True, shown, shown], declared=True, at=self.at,
            reason="Clear." if shown else f"Not clear to one of {len(self.peers)}.",
        )  # fmt: skip


@pytest.fixture
def story(cast, short_course, frozen_time, at):
    competencies.ensure_proof_masters(agent=SET_UP, at=at)
    return Story(cast, short_course, at)


def test_it_opens_from_the_thirtieth_to_the_sixtieth_day_and_once(cast, short_course, at):
    on = clock.day(at)
    course = Course.objects.get(pk=short_course.id)
    days = {}
    for number, ago in enumerate((29, 30, 60, 61)):
        player = cast.player(f"Officer {number}", f"o{number}@example.in", cast.other_department, cast.director)
        then = at - ago * DAY
        Enrolment.objects.create(
            person_id=player.person_id, course=course, version_id=course.current_version_id, language="en",
            status="completed", enrolled_at=then, last_at=then, completed_at=then, organisation_path="",
        )  # fmt: skip
        days[player.person_id] = ago
    assert open_checks(on=on, at=at) == 2
    assert open_checks(on=on, at=at) == 0
    found = {days[one.person_id]: one.closes_on for one in ApplicationCheck.objects.all()}
    assert found == {30: on + 30 * DAY, 60: on}
    look_after_checks(on=on + DAY, at=at + DAY)
    assert ApplicationCheck.objects.get(state="lapsed").closes_on == on
    assert rows.scalar("select count(*) from learning_learningcredit") == 0


def test_three_are_drawn_by_lot_and_none_of_her_line(story, cast):
    story.handed_in()
    drawn = story.drawn()
    assert len(drawn) == 3
    assert not {cast.supervisor, cast.head, cast.learner} & set(drawn)
    check = story.opened().uuid
    story.writes(story.asha, check, " I used the checklist.")
    with pytest.raises(Refused, match="already"):
        hand_in(actor=story.asha, check=check, words="From my other device", at=story.at)
    assert story.drawn() == drawn, "asked once"
    assert in_one_line(cast.learner.person_id, cast.head.person_id, story.on)
    assert in_one_line(cast.head.person_id, cast.learner.person_id, story.on)
    beside = cast.player("Beside", "beside@example.in", cast.section, cast.assistant, cast.supervisor)
    assert in_one_line(cast.learner.person_id, beside.person_id, story.on)
    assert not in_one_line(cast.learner.person_id, cast.outsider.person_id, story.on)


@pytest.mark.parametrize(("content", "source"), [(b"", "peer"), (PDF, "work_product")])
def test_two_of_three_show_it_and_nobody_learns_who_they_are(story, cast, content, source):
    check = story.handed_in(content)
    first, second, third = story.drawn()
    story.answer(first, True)
    assert access_check(story.asha, check.uuid).state == "asked"
    assert tries_of(check.pk)[0].reasons == [], "told together at the end"
    story.answer(second, True)
    found = access_check(story.asha, check.uuid)
    assert (found.state, found.decided_by_id) == ("shown", None)
    assert asks_of(third.person_id) == []
    assert [one.name for one in api.work_files_of(cast.learner.person_id)] == (["try 1.pdf"] if content else [])
    evidence = rows.fetch(lambda *row: row, "select source, level, observer_id from competencies_evidence")
    assert evidence == [(source, 2, None)]
    assert api.hours_by_kind(cast.learner.person_id, dt.date(2026, 4, 1), story.on + DAY) == {"experience": 60}
    trail = rows.fetch(
        str, "select agent_label || ' ' || detail::text from kernel_auditentry where concerns_id = %s",
        [cast.learner.person_id],
    )  # fmt: skip
    assert not [line for line in trail if "Peer" in line]
    with pytest.raises(NotFound):
        answer_ask(
            actor=story.asha, ask=PeerAsk.objects.first().uuid, answers=[True] * 3, reason="x", declared=True,
            at=story.at,
        )  # fmt: skip


def test_not_shown_it_is_written_once_more_for_others_and_then_decided(story, cast):
    check = story.handed_in()
    first = story.drawn()
    for one in first[:2]:
        story.answer(one, False)
    assert len(tries_of(check.pk)[0].reasons) == 2
    with pytest.raises(Refused, match="second answer"):
        appeal_check(actor=story.asha, check=check.uuid, reason="Too early", at=story.at)
    story.peers += [
        cast.player(f"Peer {letter}", f"peer-{letter.lower()}@rural.example.in", cast.other_department, cast.director)
        for letter in "XYZ"
    ]
    for one in story.peers[-3:]:
        story.completed(one, 10)
    with pytest.raises(Refused, match="over"):
        hand_in(actor=story.asha, check=check.uuid, words="Late", at=story.at + 22 * DAY)
    story.writes(story.asha, check.uuid, "More clearly.")
    again = story.drawn()
    assert len(again) == 3
    assert not set(again) & set(first)
    for one in again[:2]:
        story.answer(one, False)
    appeal_check(actor=story.asha, check=check.uuid, reason="They did not open the file.", at=story.at)
    bala = cast.admin.actor(story.at)
    assert [one.id for one in appeals_for(bala, story.on)] == [check.pk]
    cast.grant(cast.head, Role.MDO_ADMIN, cast.ministry)
    cast.grant(again[0], Role.MDO_ADMIN, cast.ministry)
    for conflict in (cast.head, again[0]):
        assert access_appeal(conflict.actor(story.at), check.uuid).id == check.pk
        assert appeals_for(conflict.actor(story.at), story.on) == [], "somebody else has to decide"
    for stranger in (cast.other_admin.actor(story.at), cast.supervisor.actor(story.at), story.asha):
        with pytest.raises(NotFound):
            access_appeal(stranger, check.uuid)
    with pytest.raises(Refused, match="reasons"):
        decide_check(actor=bala, check=check.uuid, shown=True, reason="", declared=True, at=story.at)
    decide_check(actor=bala, check=check.uuid, shown=True, reason="The file shows it.", declared=True, at=story.at)
    assert access_check(story.asha, check.uuid).decision == "The file shows it."
    observed = rows.fetch(int, "select observer_id from competencies_evidence where ref_kind = 'application'")
    assert observed == [cast.admin.person_id]
    with pytest.raises(Refused, match="already"):
        decide_check(actor=bala, check=check.uuid, shown=False, reason="No", declared=True, at=story.at)


def test_for_who_stands_aside_or_is_late_others_are_drawn_until_there_are_none(story, cast):
    check = story.handed_in()
    drawn = story.drawn()
    for _twice in range(2):
        row = PeerAsk.objects.get(peer_id=drawn[0].person_id)
        stand_aside(actor=drawn[0].actor(story.at), ask=row.uuid, at=story.at)
    drain()
    assert len(story.drawn()) == 3
    assert drawn[0] not in story.drawn()
    later = story.at + 8 * DAY
    look_after_checks(on=clock.day(later), at=later)
    assert PeerAsk.objects.filter(state="late").count() == 3
    assert 0 < len(story.drawn()) < 3, "only those who were never drawn for it"
    end = story.at + 29 * DAY
    look_after_checks(on=clock.day(end), at=end)
    found = access_check(story.asha, check.uuid)
    assert (found.state, found.appeal_reason) == ("appealed", "")
    assert story.drawn() == []


def test_the_draw_is_a_job_after_the_request_and_repeating_it_fills_up_only(story):
    check = story.opened()
    hand_in(actor=story.asha, check=check.uuid, words="I used the checklist.", at=story.at)
    assert story.drawn() == [], "no officer waits for the draw"
    drain()
    drawn = story.drawn()
    attempt = ApplicationTry.objects.get(check_of=check)
    assert len(drawn) == 3
    assert draw_peers(attempt_id=attempt.pk, on=story.on, at=story.at) == 0
    PeerAsk.objects.filter(peer_id=drawn[0].person_id).update(state="late")
    assert draw_peers(attempt_id=attempt.pk, on=story.on, at=story.at) == 1
    assert set(drawn[1:]) < set(story.drawn())


def test_a_try_that_fails_at_night_stops_no_other(story, monkeypatch, caplog):
    story.opened()
    for one in story.peers[:2]:
        check = ApplicationCheck.objects.get(person_id=one.person_id)
        hand_in(actor=one.actor(story.at), check=check.uuid, words="Mine", at=story.at)
    first, second = ApplicationTry.objects.order_by("pk").values_list("pk", flat=True)
    seen = []

    def draw(*, attempt_id, on, at):
        seen.append(attempt_id)
        if attempt_id == first:
            raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr("karmayogi.learning.actions.onthejob.open_checks.draw_peers", draw)
    look_after_checks(on=story.on, at=story.at)
    assert seen == [first, second]
    assert "nobody could be drawn" in caplog.text


def test_who_judged_the_other_in_the_last_year_is_not_drawn(story, cast):
    check = story.handed_in()
    judged = {one.person_id for one in story.drawn()}
    others = {one.person_id for one in story.peers} - judged
    Enrolment.objects.filter(person_id__in=others).update(status="withdrawn", completed_at=None)
    for peer in story.peers:
        if peer.person_id in judged:
            theirs = ApplicationCheck.objects.get(person_id=peer.person_id)
            story.writes(peer.actor(story.at), theirs.uuid, "Mine")
            asked = PeerAsk.objects.filter(attempt__check_of=theirs).values_list("peer_id", flat=True)
            assert cast.learner.person_id not in asked
    assert PeerAsk.objects.filter(attempt__check_of=check).count() == 3


def test_an_answer_is_whole_with_reasons_and_without_an_interest(story):
    story.handed_in()
    actor = story.drawn()[0].actor(story.at)
    ask = asks_of(actor.person_id)[0].uuid
    for said, changes in {
        "every question": {"answers": [True]}, "reasons": {"reason": " "}, "interest": {"declared": False},
    }.items():  # fmt: skip
        whole = {"answers": [True] * 3, "reason": "Clear.", "declared": True} | changes
        with pytest.raises(Refused, match=said):
            answer_ask(actor=actor, ask=ask, at=story.at, **whole)
    assert PeerAsk.objects.filter(state="answered").count() == 0


def test_the_lot_is_the_same_however_it_is_found(story, monkeypatch):
    """Those who serve on a post that needs the competency: by the first of all who serve, or by those posts."""
    for one in competencies.shipped_designations():
        orgs.create_designation(agent=SET_UP, name=one.name_en, name_hi=one.name_hi, name_ur=one.name_ur, at=story.at)
    competencies.import_profiles(agent=SET_UP, at=story.at)
    check = story.opened()
    rows.run("set local session_replication_role = replica")  # a profile in force is frozen
    needing = rows.scalar(
        "update competencies_profilerequirement set level = 5, competency_id = (select competency_id"
        " from learning_coursecompetency where version_id = %s order by 1 limit 1) where ctid = (select r.ctid"
        " from competencies_profilerequirement r join competencies_profile f on f.id = r.profile_id and f.in_force"
        " order by r.profile_id, r.competency_id limit 1) returning profile_id",
        [story.course.current_version_id],
    )
    rows.run("set local session_replication_role = origin")
    rows.run(
        "update orgs_post set designation_id = (select designation_id from competencies_profile where id = %s)",
        [needing],
    )  # everybody serves on such a post
    seed = uuid.uuid4()
    every = peers.peers_for(check.id, seed, count=99, on=story.on, at=story.at)
    served = {one.person_id for one in story.cast.everyone.values()} - {story.cast.learner.person_id}
    assert set(every) & served - {one.person_id for one in story.peers}, "also who never took the course"
    for lot, wide in ((3, 8_000), (3, 1), (400, 1)):
        monkeypatch.setattr(peers, "_LOT", lot)
        monkeypatch.setattr(peers, "_WIDE", wide)
        found = peers.peers_for(check.id, seed, count=99, on=story.on, at=story.at)
        first = set(found) <= set(every) and [one for one in every if one in found] == found
        assert first and (lot == 3 or found == every), (lot, wide)
