"""Nothing is suggested without a reason; what was begun, completed or put aside is not suggested."""

import uuid

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, System
from karmayogi.learning import api
from karmayogi.learning.actions.count_peers import count_peers
from karmayogi.learning.actions.not_for_me import put_aside as put
from karmayogi.learning.actions.not_for_me import take_back
from karmayogi.learning.models import AudienceOffice, CatalogueEntry, Course, PeerChoice
from karmayogi.learning.queries.suggestions import put_aside, suggestions_for
from karmayogi.orgs import api as orgs

SETUP = System("test")


@pytest.fixture
def profiles(kcm, at):
    for one in competencies.shipped_designations():
        orgs.create_designation(agent=SETUP, name=one.name_en, name_hi=one.name_hi, name_ur=one.name_ur, at=at)
    competencies.import_profiles(agent=SETUP, at=at)


def codes(person, at):
    return [one.card.code for one in suggestions_for(person, clock.day(at))]


def course_for(code, competency, level, write_course, at):
    folder = write_course(code, f"Course {code}", quiz=False)
    file = folder / "course.toml"
    file.write_text(file.read_text().replace("FUN-095", competency).replace("level = 2", f"level = {level}"))
    return api.import_course(agent=SETUP, folder=folder, at=at)


def test_the_greatest_gap_comes_first_and_says_why(cast, profiles, write_course, at):
    person, on = cast.learner.person_id, clock.day(at)
    gaps = competencies.gaps_of(person, on)
    last, first = gaps[-1], gaps[0]
    assert first.missing * first.importance > last.missing * last.importance
    course_for("T-LAST", last.code, last.needs, write_course, at)
    course_for("T-FIRST", first.code, first.needs, write_course, at)
    found = suggestions_for(person, on)
    assert [one.card.code for one in found] == ["T-FIRST", "T-LAST"]
    assert [[gap.code for gap in one.gaps] for one in found] == [[first.code], [last.code]]
    assert [one.peers for one in found] == [0, 0]


def test_a_course_for_no_gap_is_suggested_only_when_enough_peers_took_it(cast, profiles, write_course, at):
    person, on = cast.learner.person_id, clock.day(at)
    needed = {gap.code for gap in competencies.gaps_of(person, on)}
    other = next(row.code for row in competencies.every() if row.code not in needed)
    course = course_for("T-PEERS", other, 1, write_course, at)
    assert codes(person, at) == []
    peers = [cast.player(f"Peer {n}", f"peer{n}@personnel.example.in", cast.section, cast.assistant) for n in range(10)]
    for peer in peers[:9]:
        api.enrol(actor=peer.actor(at), course_uuid=course.uuid, language="en", at=at)
    assert count_peers(on=on) == 0, "nine could be recognised"
    api.enrol(actor=peers[9].actor(at), course_uuid=course.uuid, language="en", at=at)
    assert (count_peers(on=on), count_peers(on=on)) == (1, 1)
    assert PeerChoice.objects.get().people == 10
    (one,) = suggestions_for(person, on)
    assert (one.card.code, one.peers, one.gaps) == ("T-PEERS", 10, ())
    assert codes(cast.head.person_id, at) == [], "who is on another kind of post is told nothing of these"


def test_put_aside_it_leaves_room_for_the_next_one(cast, profiles, write_course, at):
    actor, on = cast.learner.actor(at), clock.day(at)
    gap = competencies.gaps_of(actor.person_id, on)[0]
    made = [course_for(f"T-{n}", gap.code, gap.needs, write_course, at) for n in range(4)]
    first = codes(actor.person_id, at)
    assert len(first) == 2
    chosen = next(course for course in made if course.code == first[0])
    put(actor=actor, course=chosen.uuid, at=at)
    put(actor=actor, course=chosen.uuid, at=at)
    now = codes(actor.person_id, at)
    assert len(now) == 2
    assert first[0] not in now
    assert [card.code for card in put_aside(actor.person_id, on)] == [first[0]]
    take_back(actor=actor, course=chosen.uuid)
    take_back(actor=actor, course=chosen.uuid)
    assert codes(actor.person_id, at) == first
    api.enrol(actor=actor, course_uuid=chosen.uuid, language="en", at=at)
    assert first[0] not in codes(actor.person_id, at)
    with pytest.raises(NotFound):
        put(actor=actor, course=uuid.uuid4(), at=at)


def test_what_became_invited_or_retired_since_the_night_is_not_suggested(cast, profiles, write_course, at):
    actor, on = cast.learner.actor(at), clock.day(at)
    needed = {gap.code for gap in competencies.gaps_of(actor.person_id, on)}
    other = next(row.code for row in competencies.every() if row.code not in needed)
    hidden, retired, kept, aside = (
        course_for(code, other, 1, write_course, at) for code in ("T-HIDDEN", "T-RETIRED", "T-KEPT", "T-ASIDE")
    )
    for one in (hidden, retired, kept):
        PeerChoice.objects.create(designation_id=cast.assistant.id, course_id=one.id, people=20)
    put(actor=actor, course=aside.uuid, at=at)
    assert set(codes(actor.person_id, at)) == {"T-HIDDEN", "T-RETIRED", "T-KEPT"}
    by_invitation(hidden, aside)
    CatalogueEntry.objects.filter(course_id=retired.id).update(live=False)
    assert codes(actor.person_id, at) == ["T-KEPT"]
    assert put_aside(actor.person_id, on) == []


def test_the_people_of_an_invited_office_are_suggested_it_and_may_put_it_aside(cast, profiles, write_course, at):
    actor, on = cast.learner.actor(at), clock.day(at)
    gap = competencies.gaps_of(actor.person_id, on)[0]
    course = course_for("T-OFFICE", gap.code, gap.needs, write_course, at)
    by_invitation(course)
    assert codes(actor.person_id, at) == []
    AudienceOffice.objects.create(course_id=course.id, organisation_id=cast.ministry.id, at=at)
    assert codes(actor.person_id, at) == ["T-OFFICE"]
    put(actor=actor, course=course.uuid, at=at)
    assert codes(actor.person_id, at) == []
    assert [card.code for card in put_aside(actor.person_id, on)] == ["T-OFFICE"]


def by_invitation(*courses):
    ids = [one.id for one in courses]
    Course.objects.filter(id__in=ids).update(audience="invited")
    CatalogueEntry.objects.filter(course_id__in=ids).update(hidden=True)
