"""What phones say: every line is answered, counted once, bounded by what we know, and never lost."""

import dataclasses
import datetime as dt
import threading
import uuid

import pytest
from django.db import connection

from karmayogi.competencies import api as competencies
from karmayogi.kernel import rows
from karmayogi.learning import api
from karmayogi.learning.actions.offline.give_pack import VALID_FOR, give_pack, stamp_for
from karmayogi.learning.actions.offline.receive import MOST_REFUSED, receive
from karmayogi.learning.models import Enrolment, LearningCredit, OfflineLine, Part, PartProgress
from karmayogi.learning.queries.lesson import lesson
from karmayogi.people import api as people
from karmayogi.people.actions.revoke_device import revoke_device
from tests.cast import Cast
from tests.learning.conftest import SETUP
from tests.learning.phone import Key, Phone


@dataclasses.dataclass
class Trip:
    """Asha with a course kept at noon on a phone; `sends` hands lines over so many seconds later."""

    actor: object
    at: dt.datetime
    enrolment: uuid.UUID
    phone: Phone

    def keeps(self, phone=None, after=0, form="text"):
        phone, at = phone or self.phone, self.at + dt.timedelta(seconds=after)
        page = lesson(self.actor, self.enrolment)
        pack, _files = give_pack(actor=self.actor, page=page, device_uuid=phone.uuid, form=form, key="", at=at)
        phone.pack, phone.stamp = pack.uuid, stamp_for(self.actor.person_id, phone.uuid, at)

    def sends(self, *lines, after=3600):
        at = self.at + dt.timedelta(seconds=after)
        return receive(agent=self.actor, person_id=self.actor.person_id, sent=lines, at=at)

    def part(self, key="one"):
        return Part.objects.get(key=key)


def trip_of(actor, course, at):
    enrolment = api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at)
    trip = Trip(actor, at, enrolment, Phone(actor, at))
    trip.keeps()
    return trip


@pytest.fixture
def trip(cast, short_course, at):
    return trip_of(cast.learner.actor(at), short_course, at)


def outcomes(receipts):
    return [(one.outcome, one.reason) for one in receipts]


def test_a_course_read_without_network_is_completed_when_it_arrives(trip):
    one, two = trip.part("one"), trip.part("two")
    sent = [
        trip.phone.says(one.uuid, "time", 60, 60), trip.phone.says(one.uuid, "done", one.min_seconds, 600),
        trip.phone.says(two.uuid, "done", two.min_seconds, 1200),
    ]  # fmt: skip
    receipts = trip.sends(*sent)
    assert [one.done for one in receipts] == [False, True, True]
    assert outcomes(receipts) == [("counted", "")] * 3
    assert Enrolment.objects.get().status == "completed"
    assert LearningCredit.objects.count() == 1
    assert PartProgress.objects.get(part=one).seconds == 60 + one.min_seconds
    # The answer was lost: the same again has the same answer and moves nothing.
    again = trip.sends(*sent, after=7200)
    assert [(one.done, one.credited, one.again) for one in again] == [
        (True, before.credited, True) for before in receipts
    ]
    assert (OfflineLine.objects.count(), LearningCredit.objects.count()) == (3, 1)
    assert PartProgress.objects.get(part=one).seconds == 60 + one.min_seconds


def test_too_little_time_is_kept_and_told(trip):
    part = trip.part()
    [receipt] = trip.sends(trip.phone.says(part.uuid, "done", 5, 5))
    assert (receipt.done, receipt.needs) == (False, part.min_seconds - 5)
    # What is missing comes later, also from before in the list: "done" was said, so it is done.
    [receipt] = trip.sends(trip.phone.says(part.uuid, "time", part.min_seconds - 5, 600), after=4000)
    assert receipt.done


def test_lines_in_any_order_give_the_same(trip):
    one = trip.part()
    first, second, third = (trip.phone.says(one.uuid, "time", 10, 10 * place) for place in (1, 2, 3))
    assert outcomes(trip.sends(third)) == [("counted", "")]
    assert outcomes(trip.sends(second, first, after=4000)) == [("counted", "")] * 2
    assert PartProgress.objects.get().seconds == 30


def test_the_place_is_that_of_the_last_line_also_in_a_part_that_was_never_opened(trip):
    one = trip.part()
    trip.sends(*(trip.phone.says(one.uuid, "time", 5, 10 * place, position=10 * place) for place in (2, 5, 7)))
    assert PartProgress.objects.get().position == "70"


def test_the_place_is_that_of_what_happened_last_whatever_comes_first(trip, at):
    one, two = trip.part("one"), trip.part("two")

    def place(part):
        return PartProgress.objects.get(part=part).position

    other = Phone(trip.actor, at)
    trip.keeps(other)
    # A list of more lines than go at once: the second batch happened before the first one arrived.
    lines = [trip.phone.says(two.uuid, "time", 5, 10 * number, position=10 * number) for number in (2, 5, 7)]
    trip.sends(*lines[:2])
    trip.sends(lines[2], after=3601)
    assert place(two) == "70"
    trip.sends(other.says(two.uuid, "time", 5, 60, position=60), after=3602)
    assert place(two) == "70", "another phone was there before"

    # At the desk at noon: the stamp is of the same moment, and a line of that moment came after it.
    enrolment = Enrolment.objects.get()
    api.open_part(actor=trip.actor, enrolment_id=enrolment.id, part_id=one.id, at=at)
    trip.sends(trip.phone.says(one.uuid, "time", 0, 0, position=11), after=3700)
    assert place(one) == "11"
    trip.sends(trip.phone.says(one.uuid, "time", 0, 0, position=12), after=3701)
    assert place(one) == "12", "later in the list"
    trip.sends(trip.phone.says(one.uuid, "time", 5, 2000, position=80), after=3702)
    trip.sends(other.says(one.uuid, "time", 5, 1000, position=30), after=3703)
    assert place(one) == "80"
    # At the desk again, then what was read before that.
    PartProgress.objects.filter(part=one).update(seen_at=at + dt.timedelta(seconds=3704), position="90")
    trip.sends(other.says(one.uuid, "time", 5, 2500, position=31), after=3705)
    assert place(one) == "90"


def test_time_that_began_before_a_newer_stamp_counts_whole(trip):
    one, two, first = trip.part("one"), trip.part("two"), trip.phone.stamp
    trip.sends(trip.phone.says(one.uuid, "time", 600, 600), after=1000)
    trip.phone.stamp = stamp_for(trip.actor.person_id, trip.phone.uuid, trip.at + dt.timedelta(seconds=1000))
    [receipt] = trip.sends(trip.phone.says(two.uuid, "time", 400, 1005, stamp=first), after=1005)
    assert receipt.credited == 400
    [receipt] = trip.sends(trip.phone.says(two.uuid, "time", 400, 1006, stamp=first), after=1006)
    assert receipt.credited == 6, "never more than has passed"


def test_a_server_whose_clock_is_a_moment_behind_takes_the_stamp_of_another(trip):
    line = trip.phone.says(trip.part().uuid, "time", 5, 0)
    assert outcomes(trip.sends(line, after=-2)) == [("counted", "")]


def test_time_is_bounded_by_what_passed_since_the_stamp(trip):
    part = trip.part()
    receipts = trip.sends(*(trip.phone.says(part.uuid, "time", 900_000, 5) for _ in range(3)), after=100)
    assert [one.credited for one in receipts] == [100, 0, 0]


def test_two_phones_away_for_the_same_hour_bring_one_hour(trip, at):
    other = Phone(trip.actor, at)
    trip.keeps(other)
    part = trip.part()
    first = trip.sends(trip.phone.says(part.uuid, "time", 3600, 3600))
    second = trip.sends(other.says(part.uuid, "time", 3600, 3600), after=3700)
    assert (first[0].credited, second[0].credited) == (3600, 100)


def test_time_at_a_desk_meanwhile_is_not_counted_twice(trip, at):
    one, two = trip.part("one"), trip.part("two")
    enrolment = Enrolment.objects.get()
    api.open_part(actor=trip.actor, enrolment_id=enrolment.id, part_id=two.id, at=at)
    PartProgress.objects.filter(part=two).update(seconds=3000)
    [receipt] = trip.sends(trip.phone.says(one.uuid, "time", 3600, 3600))
    assert receipt.credited == 600


@pytest.mark.parametrize(("years", "changed"), [(-40, False), (60, False)])
def test_a_clock_that_is_wrong_by_years_harms_nothing(trip, years, changed):
    clock = int((trip.at.timestamp() + years * 365 * 86_400) * 1000)
    trip.sends(trip.phone.says(trip.part().uuid, "time", 60, 600, clock=clock))
    row = OfflineLine.objects.get()
    assert (row.outcome, row.happened_at, row.clock_changed) == (
        "counted", trip.at + dt.timedelta(minutes=10), changed,
    )  # fmt: skip


@pytest.mark.parametrize("since", [-86_400, 86_400 * 4000])
def test_a_clock_that_was_set_meanwhile_is_seen_and_moves_nothing_out_of_its_bounds(trip, since):
    [receipt] = trip.sends(trip.phone.says(trip.part().uuid, "time", 60, since))
    row = OfflineLine.objects.get()
    assert row.clock_changed and trip.at <= row.happened_at <= row.arrived_at
    assert receipt.credited == 60


def test_what_comes_after_the_pack_has_ended_is_a_claim(trip):
    late = int(VALID_FOR.total_seconds()) + 3600
    receipts = trip.sends(trip.phone.says(trip.part().uuid, "done", 3600, late), after=late)
    assert outcomes(receipts) == [("claimed", "expired")]
    assert not PartProgress.objects.exists()


def test_a_removed_device_is_heard_and_does_not_count(trip, at):
    line = trip.phone.says(trip.part().uuid, "done", 3600, 3600)
    revoke_device(actor=trip.actor, device_uuid=trip.phone.uuid, at=at + dt.timedelta(minutes=1))
    assert outcomes(trip.sends(line)) == [("claimed", "removed")]
    assert OfflineLine.objects.get().text == line[0]
    assert not PartProgress.objects.exists()


def test_hostile_lines_are_refused_one_by_one_and_kept_with_the_reason(trip, cast, at):
    part, phone = trip.part(), trip.phone
    stranger = Phone(cast.outsider.actor(at), at)
    good = phone.says(part.uuid, "time", 10, 10)
    same_place = good[0].replace(str(uuid.UUID(good[0][8:44])), str(uuid.uuid4()))
    later = phone.says(part.uuid, "time", 10, 20, prev="0" * 64)
    free = {"seq": 50}
    lines = {
        "body": ("{}", phone.sign("{}")),
        "device": (good[0].replace(str(phone.uuid), str(stranger.uuid)), good[1]),
        "signature": (good[0].replace('"seconds": 10', '"seconds": 99'), good[1]),
        "id": _signed(phone, part, id=good[0][8:44], **free),
        "seq": (same_place, phone.sign(same_place)),
        "chain": later,
        "stamp": _signed(phone, part, stamp=phone.stamp[:-1] + "x", **free),
        "pack": _signed(phone, part, pack=str(uuid.uuid4()), **free),
        "part": _signed(phone, part, part=str(uuid.uuid4()), **free),
    }
    assert outcomes(trip.sends(good)) == [("counted", "")]
    receipts = trip.sends(*lines.values(), after=4000)
    assert dict(zip(lines, outcomes(receipts), strict=True)) == {name: ("refused", name) for name in lines}
    assert PartProgress.objects.get().seconds == 10
    kept = OfflineLine.objects.filter(outcome="refused")
    assert {row.reason for row in kept} == set(lines)
    assert {row.text for row in kept} == {text for text, _signature in lines.values()}
    # Nothing that was refused stands in the way of what is right.
    assert outcomes(trip.sends(_signed(phone, part, seq=51, prev=""), after=5000)) == [("counted", "")]


def _signed(phone, about, /, **changes):
    """A line beside the chain."""
    seq, prev = phone.seq, phone.prev
    line = phone.says(**{"part": about.uuid, "kind": "time", "seconds": 5, "since": 30} | changes)
    phone.seq, phone.prev = seq, prev
    return line


def test_a_pack_of_another_phone_or_person_is_refused(trip, cast, short_course, at):
    part = trip.part()
    other = Phone(trip.actor, at)
    other.pack, other.stamp = trip.phone.pack, stamp_for(trip.actor.person_id, other.uuid, at)
    assert outcomes(trip.sends(other.says(part.uuid))) == [("refused", "pack")]
    devi = trip_of(cast.supervisor.actor(at), short_course, at)
    assert outcomes(devi.sends(trip.phone.says(part.uuid))) == [("refused", "device")]
    assert not PartProgress.objects.exists()


def test_a_stamp_of_another_phone_is_refused(trip, at):
    other = Key()
    people.enrol_device(actor=trip.actor, device_uuid=uuid.uuid4(), public_key=other.public, name="", at=at)
    older = stamp_for(trip.actor.person_id, uuid.uuid4(), at - dt.timedelta(days=300))
    assert outcomes(trip.sends(trip.phone.says(trip.part().uuid, "time", 9999, 1, stamp=older))) == [
        ("refused", "stamp")
    ]


def test_a_flood_of_rubbish_fills_nothing(trip, at):
    OfflineLine.objects.bulk_create(
        OfflineLine(
            person_id=trip.actor.person_id, digest=f"{number:064}", outcome="refused", reason="body", arrived_at=at
        )
        for number in range(MOST_REFUSED)
    )
    receipts = trip.sends(("rubbish\0", "x"), trip.phone.says(trip.part().uuid, "time", 5, 5))
    assert outcomes(receipts) == [("refused", "body"), ("counted", "")]
    assert OfflineLine.objects.count() == MOST_REFUSED + 1


def test_a_package_or_test_is_never_finished_by_a_line(trip, short_course):
    part = trip.part("two")
    connection.cursor().execute("set local session_replication_role = replica")
    Part.objects.filter(key="two").update(kind="quiz")
    connection.cursor().execute("set local session_replication_role = origin")
    assert outcomes(trip.sends(trip.phone.says(part.uuid, "done", 3000, 3000))) == [("refused", "part")]


@pytest.mark.usefixtures("committed_db")
def test_the_same_lines_from_many_connections_at_once_count_once(at, write_course):
    competencies.import_kcm(agent=SETUP, at=at)
    course = api.import_course(agent=SETUP, folder=write_course(quiz=False), at=at)
    trip = trip_of(Cast(at).learner.actor(at), course, at)
    one, two = trip.part("one"), trip.part("two")
    other = Phone(trip.actor, at)
    trip.keeps(other)
    first = [trip.phone.says(one.uuid, "done", one.min_seconds, 900), trip.phone.says(one.uuid, "time", 3000, 900)]
    second = [other.says(two.uuid, "done", two.min_seconds, 900), other.says(two.uuid, "time", 3000, 900)]
    together, answers, faults = threading.Barrier(4), [], []

    def send(lines):
        try:
            together.wait()
            answers.append(trip.sends(*lines))
        except Exception as fault:  # told below, in the thread of the test
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(lines,)) for lines in (first, first, second, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(answers) == 4
    assert OfflineLine.objects.count() == 4
    assert sum(PartProgress.objects.values_list("seconds", flat=True)) == 3600, "one hour passed"
    assert Enrolment.objects.get().status == "completed"
    assert LearningCredit.objects.count() == 1


FILM = b"\x1aE\xdf\xa3\x01\x00B\x82\x84webm" + b"f" * 1000


@pytest.fixture
def cinema(cast, write_course, kcm, at):
    """The same trip with a film of two minutes."""
    folder = write_course("T-CINEMA", "Cinema", quiz=False)
    (folder / "media").mkdir()
    (folder / "media" / "video.en.webm").write_bytes(FILM)
    (folder / "media" / "video.en.vtt").write_text("WEBVTT\n\n00:01.000 --> 01:59.000\nHello\n")
    (folder / "media" / "video.en.md").write_text("# Title\n\n" + "word " * 300)
    trip = trip_of(cast.learner.actor(at), api.import_course(agent=SETUP, folder=folder, at=at), at)
    trip.keeps(form="full")
    return trip


def watched():
    return rows.scalar("select watched::text from learning_partprogress")


def test_a_film_watched_without_network_counts_by_its_stretches(cinema):
    film = cinema.part("video").uuid
    first = cinema.phone.says(film, "done", 100, 600, watched=[[0, 60], [100, 110]])
    (receipt,) = cinema.sends(first)
    assert (receipt.outcome, receipt.done, receipt.needs) == ("counted", False, 38)
    # Somebody watches the rest on another device, and the first line is sent once more.
    second = Phone(cinema.actor, cinema.at)
    cinema.keeps(second, form="full")
    (receipt,) = cinema.sends(second.says(film, "time", 60, 1200, watched=[[50, 105]]), after=7200)
    assert (receipt.done, watched()) == (True, "{[0,110)}"), "done was said before"
    assert PartProgress.objects.get().done_by == "watched"
    again = cinema.sends(first, after=7300)[0]
    assert (again.again, again.done, watched()) == (True, True, "{[0,110)}")


def test_stretches_from_a_phone_are_cut_to_the_time_that_is_believed(cinema):
    film = cinema.part("video").uuid
    (receipt,) = cinema.sends(cinema.phone.says(film, "done", 9000, 2, watched=[[0, 120]]), after=4)
    assert (receipt.done, watched()) == (False, "{[0,19)}")
    for _line in range(5):  # the room for rounding is there once
        cinema.sends(cinema.phone.says(film, "done", 0, 2, watched=[[0, 120]]), after=4)
    assert watched() == "{[0,19)}"


def test_the_text_of_a_film_read_without_network(cinema):
    film = cinema.part("video").uuid
    (receipt,) = cinema.sends(cinema.phone.says(film, "done", 40, 60, read=40))
    assert not receipt.done
    (receipt,) = cinema.sends(cinema.phone.says(film, "time", 15, 90, read=900))
    assert receipt.done and PartProgress.objects.get().done_by == "read"
    assert PartProgress.objects.get().read_seconds == 55
