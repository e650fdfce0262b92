"""An officer contests a figure, her line is frozen, somebody else decides; the appraisal system is told by signed
batches, nothing twice, over real HTTP on this machine."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.talent import api as talent
from karmayogi.talent.actions.connect_feed import (
    batch_file,
    bring_acknowledgement,
    end_feed,
    resume_feed,
    send_line_again,
)
from karmayogi.talent.actions.contest import withdraw_contest
from karmayogi.talent.actions.gather_lines import gather_lines
from karmayogi.talent.actions.send_feed import make_batch, send_all, send_feed
from karmayogi.talent.models import Contest, Feed, FeedBatch, FeedLine
from tests.talent.appraisal_double import AppraisalDouble, padded


@pytest.fixture
def double():
    found = AppraisalDouble()
    with found.served() as found.url:
        yield found


@pytest.fixture
def feed(year, cast, at, double) -> Feed:
    uuid = talent.connect_feed(
        actor=cast.platform.actor(at), organisation=cast.ministry.uuid, name="Appraisal double", url=double.url,
        public_key=double.public, at=at,
    )  # fmt: skip
    return Feed.objects.get(uuid=uuid)


def hers(double, person) -> list[dict]:
    return [line for _number, line in sorted(double.lines.items()) if line["officer"] == str(person.person_uuid)]


def test_a_contest_freezes_and_a_decision_corrects(year, feed, double, cast, at):
    year.done(cast.learner, 3, test=True)
    asha, bala = cast.learner.actor(at), cast.admin.actor(at)
    assert year.standing(cast.learner).standing == "open"
    assert send_feed(feed, at) == 4, "everybody who holds a post in the ministry"
    [told] = hers(double, cast.learner)
    assert (told["standing"], told["done"], told["needed"], told["prescribed"]) == ("open", 3, 4, 8)
    assert {line["standing"] for line in double.lines.values()} == {"open", "nothing"}
    assert send_feed(feed, at) == 0, "nothing is told twice"

    fourth = year.courses[3]
    said = {"actor": asha, "about": "course", "course": fourth, "words": "I passed it in the institute.", "at": at}
    contest = talent.contest(**said)
    assert talent.contest(**said) == contest
    with pytest.raises(Refused):
        talent.contest(**said | {"words": "And this too"})
    year.complete(cast.learner, year.courses[4], dt.date(2026, 9, 1))
    assert year.standing(cast.learner).standing == "eligible", "for herself it is worked out as ever"
    assert send_feed(feed, at) == 1
    assert send_feed(feed, at) == 0
    frozen = hers(double, cast.learner)[-1]
    assert (frozen["contested"], frozen["done"], frozen["standing"]) == (True, 3, "open"), "as it was told last, marked"
    assert frozen["corrects"] == told["number"]

    decide = {"contest": contest, "uphold": True, "reason": "The register of the institute shows it.", "at": at}
    for nobody in (cast.learner, cast.other_admin, cast.supervisor):
        with pytest.raises(NotFound):
            talent.decide_contest(actor=nobody.actor(at), **decide)
    with pytest.raises(Refused):
        talent.decide_contest(actor=bala, **decide | {"reason": " "})
    for day in (None, dt.date(2026, 3, 31), dt.date(2026, 11, 21)):
        with pytest.raises(Refused):
            talent.decide_contest(actor=bala, **decide, counts_on=day)
    assert Contest.objects.get().state == "waiting"
    talent.decide_contest(actor=bala, **decide, counts_on=dt.date(2026, 8, 20))
    talent.decide_contest(actor=bala, **decide, counts_on=dt.date(2026, 8, 20))
    with pytest.raises(Refused):
        talent.decide_contest(actor=cast.head.actor(at), **decide | {"uphold": False})
    assert send_feed(feed, at) == 1
    last = hers(double, cast.learner)[-1]
    assert (last["standing"], last["contested"], last["done"], last["eligible_on"]) == (
        "eligible", False, 5, "2026-08-20",
    )  # fmt: skip
    assert last["corrects"] == frozen["number"]
    tags = rows.fetch(
        str,
        "select tag from kernel_auditentry where concerns_id = %s and tag like 'talent%%' order by id",
        [asha.person_id],
    )
    assert tags == ["talent:contest:ask", "talent:contest:uphold"]


def test_withdrawn_it_goes_on_as_before(year, feed, double, cast, at):
    contest = talent.contest(actor=cast.learner.actor(at), about="days", words="I was here.", at=at)
    send_feed(feed, at)
    assert hers(double, cast.learner)[-1]["contested"], "contested before anything was told"
    with pytest.raises(NotFound):
        withdraw_contest(actor=cast.supervisor.actor(at), contest=contest, at=at)
    withdraw_contest(actor=cast.learner.actor(at), contest=contest, at=at)
    send_feed(feed, at)
    assert [line["contested"] for line in hers(double, cast.learner)] == [True, False]


def test_what_is_lost_is_sent_again_byte_for_byte_and_what_is_refused_by_a_person(year, feed, double, cast, at):
    rows.run("update people_person set employee_code = 'E-7' where id = %s", [cast.learner.person_id])
    double.refuses, double.broken = {"E-7"}, ["silent", "lost"]
    assert send_feed(feed, at) == 0
    feed.refresh_from_db()
    assert (feed.failures, feed.next_at > at) == (1, True)
    assert send_feed(feed, at) == 0, "it was stored there, and the answer was lost"
    assert send_feed(feed, at) == 4
    assert double.texts[0] == double.texts[1] == double.texts[2]
    assert len(double.lines) == 4, "stored once"
    refused = FeedLine.objects.get(state="refused")
    assert (refused.person_id, refused.reason) == (cast.learner.person_id, "Employee code is not known.")
    assert send_feed(feed, at) == 0, "it waits for a person"
    double.refuses = set()
    with pytest.raises(NotFound):
        send_line_again(actor=cast.other_admin.actor(at), feed=feed.uuid, number=refused.number, at=at)
    for _twice in range(2):
        send_line_again(actor=cast.admin.actor(at), feed=feed.uuid, number=refused.number, at=at)
    assert send_feed(feed, at) == 1
    assert hers(double, cast.learner)[-1]["corrects"] == refused.number
    send_line_again(actor=cast.admin.actor(at), feed=feed.uuid, number=refused.number, at=at)
    assert not FeedLine.objects.filter(state="waiting").exists(), "what came after stays the last word"
    assert [b.sequence for b in FeedBatch.objects.order_by("sequence")] == [1, 2]
    said = [json.loads(padded(text.split(".")[1])) for text in (double.texts[0], double.texts[-1])]
    assert said[1]["sequence"] == 2
    assert {one["feed"] for one in said} == {str(feed.uuid)}


def test_an_answer_of_another_key_parks_the_feed(year, feed, double, cast, at):
    double.broken = ["forged"]
    assert send_feed(feed, at) == 0
    feed.refresh_from_db()
    assert "no acknowledgement of the batch" in feed.parked
    assert not FeedLine.objects.filter(state="taken").exists()
    double.last, double.previous, double.lines = 0, "", {}
    resume_feed(actor=cast.platform.actor(at), feed=feed.uuid, at=at)
    feed.refresh_from_db()
    assert send_feed(feed, at) == 4
    end_feed(actor=cast.platform.actor(at), feed=feed.uuid, at=at)
    feed.refresh_from_db()
    assert send_feed(feed, at) == 0


def test_without_a_network_the_same_texts_go_as_files(year, cast, at):
    double, bala = AppraisalDouble(), cast.admin.actor(at)
    with pytest.raises(NotFound):
        talent.connect_feed(
            actor=bala, organisation=cast.ministry.uuid, name="D", url="", public_key=double.public, at=at
        )
    feed = talent.connect_feed(
        actor=cast.platform.actor(at), organisation=cast.ministry.uuid, name="D", url="", public_key=double.public,
        at=at,
    )  # fmt: skip
    batch = batch_file(actor=bala, feed=feed, at=at)
    assert batch_file(actor=bala, feed=feed, at=at).text == batch.text, "the same text until it is acknowledged"
    said, numbers = json.loads(padded(batch.text.split(".")[1])), [1, 2, 3, 4]
    for wrong in (
        double.answer(said, batch.text + " ", numbers, []), double.answer(said, batch.text, numbers[1:], []),
        double.answer(said, batch.text, [*numbers, 4], []), double.answer(said, batch.text, [1, 2, 3, 5], []),
        double.answer(said, batch.text, numbers[1:], [{"line": 1, "reason": ""}]),
        double.answer(said, batch.text, numbers, [], sequence=2), double.sign([]), "x", "",
    ):  # fmt: skip
        with pytest.raises(Refused):
            bring_acknowledgement(actor=bala, feed=feed, text=wrong, at=at)
    assert FeedLine.objects.filter(state="sent").count() == 4, "a wrong answer changes nothing"
    _status, answer = double.take(batch.text)
    for _twice in range(2):
        assert bring_acknowledgement(actor=bala, feed=feed, text=answer, at=at).sequence == 1
    assert FeedLine.objects.filter(state="taken").count() == 4
    assert batch_file(actor=bala, feed=feed, at=at) is None, "there is nothing to tell"


def test_signs_that_no_column_holds_stop_neither_the_feed_nor_that_of_others(year, feed, double, cast, at):
    """JSON can say half of a character and a NUL; both are left out of a reason, and of why a feed is parked."""
    batch = make_batch(feed, at) if gather_lines(feed, at) else None
    said, numbers = json.loads(padded(batch.text.split(".")[1])), [1, 2, 3, 4]
    double.answers = {said["batch"]: double.answer(said | {"batch": "\ud800\0"}, batch.text, numbers, [])}
    assert send_feed(feed, at) == 0
    feed.refresh_from_db()
    assert "It answers batch" in feed.parked
    resume_feed(actor=cast.platform.actor(at), feed=feed.uuid, at=at)
    refused = [{"line": 1, "reason": "not \ud800\0 known"}]
    double.answers = {said["batch"]: double.answer(said, batch.text, numbers[1:], refused)}
    assert send_feed(feed, at) == 4
    assert FeedLine.objects.get(state="refused").reason == "not known"


def test_a_fault_with_one_feed_stops_no_other_and_is_not_hidden(year, feed, double, cast, at, monkeypatch):
    """The department gets a feed and a year of its own, nearer than the ministry's; its gathering fails."""
    uuid = talent.connect_feed(
        actor=cast.platform.actor(at), organisation=cast.department.uuid, name="D", url=double.url + "/2",
        public_key=double.public, at=at - dt.timedelta(hours=1),
    )  # fmt: skip
    broken = Feed.objects.get(uuid=uuid)

    def fails(one: Feed, when: dt.datetime) -> int:
        if one == broken:
            raise ZeroDivisionError
        return gather_lines(one, when)

    monkeypatch.setattr("karmayogi.talent.actions.send_feed.gather_lines", fails)
    with pytest.raises(ExceptionGroup):
        send_all(at)
    assert len(double.lines) == 4


def test_what_waits_is_left_to_a_feed_that_came_nearer(year, feed, cast, at):
    assert gather_lines(feed, at) == 4
    rows.run("update talent_appraisalyear set organisation_id = %s", [cast.department.id])
    talent.connect_feed(
        actor=cast.platform.actor(at), organisation=cast.department.uuid, name="D", url="",
        public_key=AppraisalDouble().public, at=at,
    )  # fmt: skip
    assert gather_lines(feed, at) == 0
    assert not FeedLine.objects.exists(), "the nearer one tells the year from now on"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/", "https://", "https://[a.example/", "https://a.example:99999/", "https://a.example:x/",
        "http://a.example/", "http://127.0.0.1.a.example/", "http://10.0.0.1/",
        "https://:word@a.example/", "https://a.example/\u092a\u0925", "https://a.example/a b", "https://a.example/#x",
    ],
)  # fmt: skip
def test_an_address_to_which_nothing_can_be_posted_is_refused(cast, at, url):
    with pytest.raises(Refused):
        talent.connect_feed(
            actor=cast.platform.actor(at), organisation=cast.ministry.uuid, name="D", url=url,
            public_key=AppraisalDouble().public, at=at,
        )  # fmt: skip


def test_this_machine_is_no_address_of_a_real_installation_and_an_old_http_one_is_told(
    year, feed, double, cast, at, settings, browse
):
    said = {"actor": cast.platform.actor(at), "organisation": cast.department.uuid, "name": "D", "at": at}
    settings.PLAIN_LOOPBACK = False
    for url in (double.url, "https://localhost/x", "https://[::1]/x"):
        with pytest.raises(Refused, match="https"):
            talent.connect_feed(**said, url=url, public_key=double.public)
    rows.run("update talent_feed set url = 'http://sparrow.example/batches'")
    page = reverse("talent:feed", args=[feed.uuid])
    assert "leave over https alone" in browse(cast.admin, page).content.decode()
    assert "Not https" in browse(cast.admin, reverse("talent:feeds")).content.decode()
    feed.refresh_from_db()
    assert send_feed(feed, at) == 0
    feed.refresh_from_db()
    assert "not https" in feed.parked
    assert not FeedLine.objects.exists(), "nothing was even made ready"
    assert batch_file(actor=cast.admin.actor(at), feed=feed.uuid, at=at).lines == 4, "files go on"
    settings.PLAIN_LOOPBACK = True
    assert talent.connect_feed(**said, url=double.url, public_key=double.public)
