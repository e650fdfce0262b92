"""A sealed test holds no answer, opens once for its person and device; what comes back is under the server's clock."""

import base64
import dataclasses
import datetime as dt
import json
import uuid

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from karmayogi.assessment.actions import rehearse
from karmayogi.assessment.actions.save_answer import save_answer
from karmayogi.assessment.actions.sealed.seal import VALID_FOR, open_sealed, seal
from karmayogi.assessment.models import (
    Attempt,
    AttemptItem,
    Item,
    LateAnswer,
    Option,
    OptionText,
    Paper,
    PaperItem,
    SealedPaper,
)
from karmayogi.assessment.queries import attempts
from karmayogi.assessment.queries.attempts import access_attempt
from karmayogi.assessment.queries.venue.state import weight
from karmayogi.kernel import clock, files
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.markup import picture_mark
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning import api as learning
from karmayogi.learning.actions.offline.receive import receive
from karmayogi.learning.models import OfflineLine, PartProgress
from karmayogi.people.actions.revoke_device import revoke_device
from tests.assessment.alone import in_sections
from tests.assessment.conftest import right_values
from tests.learning.phone import Phone, b64


@pytest.fixture
def phone(asha, part):
    return Phone(asha.actor, asha.at)


@pytest.fixture
def sealed(asha, part, phone):
    made = seal(actor=asha.actor, part_uuid=part, device_uuid=phone.uuid, language="en", at=asha.at)
    phone.pack, phone.stamp = made.uuid, learning.offline_terms(asha.actor.person_id, phone.uuid, asha.at)["stamp"]
    return made


def opened(asha, sealed, phone):
    return open_sealed(actor=asha.actor, sealed_uuid=sealed.uuid, device_uuid=phone.uuid, at=asha.at)


def inside(made, key) -> list[dict]:
    return json.loads(AESGCM(key).decrypt(made.locked[:12], made.locked[12:], made.uuid.bytes))


def answers(phone, part, values: dict[int, list[int]]) -> list[tuple[str, str]]:
    return [
        phone.says(part, "answer", position=position, post={"answer": [str(one) for one in places]})
        for position, places in values.items()
    ]


def sends(asha, *lines):
    return receive(agent=asha.actor, person_id=asha.actor.person_id, sent=lines, at=asha.at)


def right(attempt: Attempt) -> dict[int, list[int]]:
    return {position: right_values(attempt.id, position) for position in range(1, attempt.questions + 1)}


def test_fetching_uses_up_nothing_and_tells_nothing(asha, sealed):
    assert not Attempt.objects.exists()
    with pytest.raises(InvalidTag):
        inside(sealed, b"0" * 32)


def test_what_opens_is_what_the_pages_show_and_holds_no_answer(asha, sealed, phone):
    questions = inside(sealed, opened(asha, sealed, phone).key)
    attempt = Attempt.objects.get()
    assert attempt.uuid == sealed.uuid and attempt.due_at == asha.at + dt.timedelta(minutes=10)
    assert [one["position"] for one in questions] == [1, 2, 3, 4, 5]
    said = json.dumps(questions)
    assert not any(word in said for word in ("correct", "Reason-", "Clause-", "weight", "right"))
    for item in AttemptItem.objects.all():
        shown = questions[item.position - 1]
        assert len(shown["choices"]) == len(item.shown)
        assert set(shown) == {"position", "kind", "text", "language", "section", "choices", "fields"}
        assert all(len(choice) == 3 for choice in shown["choices"])


@pytest.mark.parametrize(("size", "along"), [(9_000, True), (120_001, False), (0, False)])
def test_pictures_lie_in_what_is_locked_but_for_heavy_ones(asha, part, phone, monkeypatch, size, along):
    real = attempts.question

    def with_marks(one):
        choices = tuple(dataclasses.replace(choice, text=mark) for choice in one.choices)
        return dataclasses.replace(one, text=f"Which? {mark}", choices=choices)

    content = b"x" * size
    sha = files.put(content, "image/webp").sha256 if size else "a" * 64  # of 0 bytes: one that is not there
    name = f"{sha}-9x9-1k.webp"
    mark = picture_mark(name, "A map")
    monkeypatch.setattr(attempts, "question", lambda *of: with_marks(real(*of)))
    made = seal(actor=asha.actor, part_uuid=part, device_uuid=phone.uuid, language="en", at=asha.at)
    said = inside(made, opened(asha, made, phone).key)
    shown = mark if along else "[A map]"
    assert {one["text"] for one in said} == {f"Which? {shown}"}
    assert {choice[1] for one in said for choice in one["choices"]} == {shown}
    held = f"data:image/webp;base64,{base64.b64encode(content).decode()}"
    assert all(one.get("pictures") == ({name: held} if along else None) for one in said)


def test_the_weight_of_a_paper_counts_the_pictures_that_go_along(part):
    paper, before = Paper.objects.get(), weight(Paper.objects.get().id)
    asked = list(Item.objects.filter(id__in=PaperItem.objects.filter(paper=paper).values("item_id")))
    for kilobytes in (9, 121):
        mark = picture_mark(f"{'a' * 64}-9x9-{kilobytes}k.webp", "")
        for item in asked:
            option = Option.objects.create(item=item, key=f"p{kilobytes}", position=90 + kilobytes, correct=False)
            OptionText.objects.create(option=option, language="en", text=mark)
    # Nine kilobytes a question, as letters twice over; not the heavy one.
    assert 0 < weight(paper.id) - before - 9_000 * paper.draw * 16 // 9 < 600 * paper.draw


def test_pictures_of_one_test_stop_where_they_get_heavy(asha, part, phone, monkeypatch):
    real, mark = attempts.question, picture_mark(f"{files.put(b'x' * 9_000, 'image/webp').sha256}-9x9-9k.webp", "A map")
    monkeypatch.setattr(attempts, "question", lambda *of: dataclasses.replace(real(*of), text=mark))
    monkeypatch.setattr(rehearse, "TOGETHER", 30_000)
    made = seal(actor=asha.actor, part_uuid=part, device_uuid=phone.uuid, language="en", at=asha.at)
    assert ["pictures" in one for one in inside(made, opened(asha, made, phone).key)] == [True] * 2 + [False] * 3


def test_the_lost_key_is_given_again_and_the_clock_goes_on(asha, sealed, phone):
    first = opened(asha, sealed, phone)
    asha.later(minutes=3)
    again = opened(asha, sealed, phone)
    assert (again.key, again.due_at) == (first.key, first.due_at)
    assert Attempt.objects.count() == 1


def test_answers_without_network_count_when_they_come_in_time(asha, part, sealed, phone):
    opened(asha, sealed, phone)
    given = right(Attempt.objects.get())
    lines = [*answers(phone, part, given), phone.says(part, "submit")]
    asha.later(minutes=9)
    assert {one.outcome for one in sends(asha, *lines)} == {"counted"}
    attempt = Attempt.objects.get()
    assert (attempt.score, attempt.passed) == (100, True)
    assert PartProgress.objects.get().score == 100
    # Sent again: the same receipts, and nothing moves.
    assert all(one.again for one in sends(asha, *lines))
    assert OfflineLine.objects.count() == 6


def test_answers_that_come_after_the_time_are_kept_and_do_not_count_whatever_the_clock_says(asha, part, sealed, phone):
    opened(asha, sealed, phone)
    given = right(Attempt.objects.get())
    lines = [
        phone.says(part, "answer", since=60, position=position, post={"answer": [str(one) for one in places]})
        for position, places in given.items()
    ]
    asha.later(minutes=30)
    receipts = sends(asha, *lines, phone.says(part, "submit"))
    assert {(one.outcome, one.reason) for one in receipts[:-1]} == {("claimed", "late")}
    attempt = Attempt.objects.get()
    assert (attempt.score, attempt.passed, attempt.closing) == (0, False, "time")
    assert LateAnswer.objects.count() == 5


def test_an_older_answer_never_overwrites_a_newer_one(asha, part, sealed, phone):
    opened(asha, sealed, phone)
    first, second = answers(phone, part, {1: [1]}), answers(phone, part, {1: [2]})
    assert sends(asha, *second)[0].outcome == "counted"
    late = sends(asha, *first)[0]
    assert (late.outcome, late.reason) == ("claimed", "older")
    item = AttemptItem.objects.get(position=1)
    assert item.chosen == [item.shown[1]]


def test_an_answer_given_on_a_page_after_it_is_not_overwritten(asha, part, sealed, phone):
    opened(asha, sealed, phone)
    attempt = access_attempt(asha.actor, sealed.uuid)

    def given(place, minute):
        return phone.says(part, "answer", since=minute * 60, position=1, post={"answer": [str(place)]})

    before, after, again = given(1, 1), given(2, 5), given(1, 6)
    save_answer(attempt=attempt, position=1, picked=[2], at=asha.at + dt.timedelta(minutes=2))
    asha.later(minutes=8)
    assert [(one.outcome, one.reason) for one in sends(asha, before)] == [("claimed", "older")]
    item = AttemptItem.objects.get(position=1)
    assert item.chosen == [item.shown[1]]
    # What was given later counts, and so does the next, though the one before arrived after it was given.
    assert [one.outcome for one in sends(asha, after)] == ["counted"]
    asha.later(minutes=1)
    assert [one.outcome for one in sends(asha, again)] == ["counted"]
    item.refresh_from_db()
    assert item.chosen == [item.shown[0]]


def test_a_language_that_nobody_wrote_the_questions_in_becomes_english(asha, part, phone):
    made = seal(actor=asha.actor, part_uuid=part, device_uuid=phone.uuid, language="x\0", at=asha.at)
    assert SealedPaper.objects.get(uuid=made.uuid).language == "en"


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"pack": str(uuid.UUID(int=5))}, ("refused", "pack")),
        ({"part": str(uuid.UUID(int=5))}, ("refused", "part")),
        ({"position": 9}, ("refused", "answer")),
        ({"post": {"answer": ["correct"]}}, ("refused", "answer")),
    ],
)
def test_a_line_that_does_not_fit_is_refused_with_the_reason_and_kept(asha, part, sealed, phone, change, outcome):
    opened(asha, sealed, phone)
    given = {"position": 1, "post": {"answer": ["1"]}} | change
    [receipt] = sends(asha, phone.says(**{"part": part, "kind": "answer"} | given))
    assert (receipt.outcome, receipt.reason) == outcome
    assert OfflineLine.objects.count() == 1


def test_answers_to_a_test_that_was_never_started_or_is_handed_in(asha, part, sealed, phone):
    assert [(one.outcome, one.reason) for one in sends(asha, *answers(phone, part, {1: [1]}))] == [
        ("refused", "unopened")
    ]
    opened(asha, sealed, phone)
    sends(asha, phone.says(part, "submit"))
    assert [(one.outcome, one.reason) for one in sends(asha, *answers(phone, part, {1: [1]}))] == [
        ("refused", "closed")
    ]


def test_a_removed_phone_answers_nothing(asha, part, sealed, phone):
    opened(asha, sealed, phone)
    revoke_device(actor=asha.actor, device_uuid=phone.uuid, at=asha.at)
    [receipt] = sends(asha, *answers(phone, part, {1: [1]}))
    assert (receipt.outcome, receipt.reason) == ("claimed", "removed")
    assert not AttemptItem.objects.exclude(chosen=[]).exists()


def test_only_its_person_and_device_open_it_and_not_for_ever(asha, part, sealed, phone, cast, at):
    other = Phone(asha.actor, at)
    for who, device in ((asha.actor, other.uuid), (cast.outsider.actor(at), phone.uuid)):
        with pytest.raises(NotFound):
            open_sealed(actor=who, sealed_uuid=sealed.uuid, device_uuid=device, at=at)
    with pytest.raises(Refused, match="no longer valid"):
        open_sealed(
            actor=asha.actor, sealed_uuid=sealed.uuid, device_uuid=phone.uuid,
            at=at + VALID_FOR + dt.timedelta(seconds=1),
        )  # fmt: skip
    assert not Attempt.objects.exists()


def test_a_removed_phone_is_told_why_its_test_does_not_start_and_what_to_do(asha, part, sealed, phone):
    revoke_device(actor=asha.actor, device_uuid=phone.uuid, at=asha.at)
    answer = asha.post(f"/assessment/sealed/{sealed.uuid}/open/", {"device": str(phone.uuid)})
    assert answer.status_code == 409
    assert answer.json()["reason"].startswith("This phone was removed from your account. Open the page of the test")
    assert not Attempt.objects.exists()


@pytest.fixture
def in_parts(asha, part, phone):
    """Two questions in three minutes, two more in three, the last in what is left of ten; started."""
    in_sections(Paper.objects.get().id, (2, 3), (2, 3), (1, None))
    made = seal(actor=asha.actor, part_uuid=part, device_uuid=phone.uuid, language="en", at=asha.at)
    phone.pack, phone.stamp = made.uuid, learning.offline_terms(asha.actor.person_id, phone.uuid, asha.at)["stamp"]
    return made


def test_sections_with_times_of_their_own_are_judged_by_the_phone_and_the_whole_by_the_server(
    asha, part, in_parts, phone
):
    page = asha.get(f"/assessment/{part}/").content.decode()
    assert "Sections with a time of their own" in page
    assert "Fetch the sealed test (about" in page, page[page.index("Fetch the") :][:99]
    made = opened(asha, in_parts, phone)
    begun = asha.at
    minutes = [begun + dt.timedelta(minutes=number) for number in (3, 6)]
    assert made.sections == [(1, 2, minutes[0]), (3, 4, minutes[1]), (5, 5, None)]
    asked = inside(in_parts, made.key)
    assert [one["section"] for one in asked] == ["Part 1", "Part 1", "Part 2", "Part 2", "Part 3"]

    def given(position, second):
        places = right(Attempt.objects.get())[position]
        return phone.says(part, "answer", since=second, position=position, post={"answer": list(map(str, places))})

    # Nothing is sent before the eighth minute. Grace is two minutes for each section, as with network.
    lines = [given(1, 60), given(2, 299), given(3, 470), given(4, 481)]
    # Whose clock is set back answers at the moment of the line before.
    lines += [given(2, 100), given(5, 485)]
    asha.later(minutes=9)
    receipts = sends(asha, *lines, phone.says(part, "submit", since=490))
    late, counted = ("claimed", "late"), ("counted", "")
    assert [(one.outcome, one.reason) for one in receipts] == [counted, counted, counted, late, late, counted, counted]
    attempt = Attempt.objects.get()
    assert (attempt.score, attempt.closing) == (80, "person")
    assert list(LateAnswer.objects.order_by("position").values_list("position", flat=True)) == [2, 4]


def test_of_sections_nothing_counts_after_the_whole_time_nor_by_a_clock_that_was_set(asha, part, in_parts, phone):
    opened(asha, in_parts, phone)
    first = phone.says(part, "answer", since=-90_000, position=1, post={"answer": ["1"]})
    asha.later(minutes=6)
    [receipt] = sends(asha, first)
    assert (receipt.outcome, receipt.reason) == ("claimed", "late"), "the hour is its arrival then"
    asha.later(minutes=7)
    last = [phone.says(part, "answer", since=60, position=place, post={"answer": ["1"]}) for place in (2, 5)]
    assert [(one.outcome, one.reason) for one in sends(asha, *last)] == [("claimed", "late")] * 2
    assert LateAnswer.objects.count() == 3 and not AttemptItem.objects.exclude(chosen=[]).exists()


def test_a_clock_set_back_during_a_section_is_noticed_by_the_counter_and_gains_nothing(asha, part, in_parts, phone):
    opened(asha, in_parts, phone)
    run = str(uuid.uuid4())

    def given(position, second, counted, **more):
        told = {"position": position, "post": {"answer": ["1"]}, "run": run, "ticks": counted * 1000} | more
        return phone.says(part, "answer", since=second, **told)

    # By its clock all is given within the three minutes of the first section and their grace; the counter knows better.
    lines = [given(1, 60, 60, ran=60_000), given(2, 70, 301), given(1, 80, 420)]
    asha.later(minutes=9)
    assert [(one.outcome, one.reason) for one in sends(asha, *lines)] == [
        ("counted", ""), ("claimed", "late"), ("claimed", "late"),
    ]  # fmt: skip
    assert list(LateAnswer.objects.order_by("position").values_list("position", flat=True)) == [1, 2]
    seen = OfflineLine.objects.order_by("seq").values_list("clock_changed", "happened_at")
    begun = OfflineLine.objects.get(seq=1).happened_at - dt.timedelta(seconds=60)
    assert [(changed, (when - begun).seconds) for changed, when in seen] == [(False, 60), (True, 301), (True, 420)]
    # Marked with what is known, once, for her and for whoever looks.
    entry = AuditEntry.objects.get(tag="assessment:sealed:clock")
    assert entry.detail == {"behind seconds": 231, "question": 2}
    # Held back by more than clocks drift, and sent as if it were early: its hour is the arrival.
    asha.later(minutes=1)
    [receipt] = sends(asha, given(3, 90, 1200))
    assert (receipt.outcome, receipt.reason) == ("claimed", "late")


def test_fetched_again_the_first_is_worth_nothing(asha, part, sealed, phone):
    seal(actor=asha.actor, part_uuid=part, device_uuid=phone.uuid, language="en", at=asha.at)
    with pytest.raises(NotFound):
        opened(asha, sealed, phone)
    assert SealedPaper.objects.count() == 1


def test_beside_a_running_attempt_nothing_is_fetched_or_opened(asha, part, sealed, phone):
    asha.post(f"/assessment/{part}/", {"language": "en"})
    with pytest.raises(Refused, match="running"):
        opened(asha, sealed, phone)
    with pytest.raises(Refused, match="running"):
        seal(actor=asha.actor, part_uuid=part, device_uuid=phone.uuid, language="en", at=asha.at)
    assert Attempt.objects.count() == 1


def test_questions_that_changed_since_are_not_opened_and_cost_no_attempt(asha, sealed, phone):
    SealedPaper.objects.update(digest="0" * 64)
    with pytest.raises(Refused, match="changed"):
        opened(asha, sealed, phone)
    assert not Attempt.objects.exists()


def test_through_the_doors_no_answer_and_no_key_before_the_start(asha, part, phone, client):
    with clock.frozen(asha.at):
        client.cookies[settings.SESSION_COOKIE_NAME] = asha.player.cookie(asha.at)
        told = client.post(f"/assessment/{part}/seal/", {"device": phone.uuid, "language": "en"}).json()
        page = client.get(told["page"]).content.decode()
        secret = bytes(SealedPaper.objects.get().key)
        assert b64(secret) not in json.dumps(told) + page
        assert "What about" not in json.dumps(told) + page
        key = client.post(f"{told['page']}open/", {"device": phone.uuid}).json()
        assert key["key"] == b64(secret) and key["seconds"] == 600
        assert client.post(f"{told['page']}open/", {"device": "x"}).status_code == 404


def test_a_browser_whose_device_was_removed_is_told_so_that_it_can_become_another(asha, part, phone, at):
    revoke_device(actor=asha.actor, device_uuid=phone.uuid, at=at)
    answer = asha.post(f"/assessment/{part}/seal/", {"device": str(phone.uuid), "language": "en"})
    assert (answer.status_code, answer.json()["removed"]) == (409, True)
    assert not SealedPaper.objects.exists()
    stranger = asha.post(f"/assessment/{part}/seal/", {"device": str(uuid.uuid4()), "language": "en"})
    assert stranger.status_code == 404
