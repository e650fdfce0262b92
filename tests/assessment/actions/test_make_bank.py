"""A bank is asked for by one, calibrated on first answers, opened by another."""

import datetime as dt
import uuid

import numpy as np
import pytest

from karmayogi.assessment.actions import make_bank
from karmayogi.assessment.actions.import_questions import import_questions
from karmayogi.assessment.actions.make_bank import ask_bank, close_bank, open_bank
from karmayogi.assessment.models import Attempt, AttemptItem, Bank, BankItem, Item, Paper
from karmayogi.assessment.queries import banks
from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning.types import QuizSpec
from karmayogi.people.models import Person
from tests.assessment.banks import pool

PERSONS, QUESTIONS = 150, 36


@pytest.fixture
def answered(course, cast, at, monkeypatch):
    """150 persons had all of 36 questions, which get harder from one to the next; one question everybody knew."""
    monkeypatch.setattr(make_bank, "SIMULATED", 15)
    monkeypatch.setattr(make_bank, "ROUNDS", 1)
    paper = Paper.objects.get()
    import_questions(paper.part_id, pool(QUESTIONS), QuizSpec(5, 10, 2, 60))
    items = list(Item.objects.filter(key__startswith="b-").order_by("key"))
    people = Person.objects.bulk_create(Person(name=f"Officer {n}") for n in range(PERSONS))
    attempts = Attempt.objects.bulk_create(
        Attempt(
            person=one, paper=paper, number=1, language="en", questions=QUESTIONS, pass_percent=60, opened_at=at,
            due_at=at.replace(hour=23),
        ) for one in people
    )  # fmt: skip
    dice = np.random.default_rng(3)
    theta, b = dice.normal(size=PERSONS), np.linspace(-2, 2, QUESTIONS)
    right = dice.random((PERSONS, QUESTIONS)) < 1 / (1 + np.exp(-1.5 * (theta[:, None] - b)))
    right[:, 0] = True
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=one, position=place + 1, item=item, shown=["a"], chosen=["a"], correct=bool(right[row, place]),
            worth=int(right[row, place]),
        ) for row, one in enumerate(attempts) for place, item in enumerate(items)
    )  # fmt: skip
    Attempt.objects.update(submitted_at=at, closing="person", right=3, score=60, passed=True)
    return competencies.by_codes(["FUN-095"])["FUN-095"].id


@pytest.fixture
def usha(cast, at):
    player = cast.player("Usha Menon", "usha@personnel.example.in", None, None)
    cast.grant(player, Role.CONTENT_PUBLISHER, cast.country)
    return player.actor(at)


def test_of_very_many_the_questions_most_answered_and_the_persons_who_came_last(answered, cast, at, monkeypatch):
    items = list(Item.objects.filter(key__startswith="b-").order_by("id"))[5:15]
    last = Attempt.objects.create(
        person_id=cast.learner.person_id, paper=Paper.objects.get(), number=1, language="en", questions=10,
        pass_percent=60, opened_at=at, due_at=at.replace(hour=23),
    )  # fmt: skip
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=last, position=place + 1, item=item, shown=["a"], chosen=["a"], correct=bool(place % 2),
            worth=place % 2,
        ) for place, item in enumerate(items)
    )  # fmt: skip
    Attempt.objects.filter(pk=last.pk).update(
        submitted_at=at + dt.timedelta(hours=1), closing="person", right=5, score=50, passed=False
    )
    monkeypatch.setattr(banks, "MOST_ITEMS", 10)
    monkeypatch.setattr(banks, "MOST_CELLS", 10)
    ids, _levels, _courses, matrix = banks.answers(answered)
    assert ids == [item.id for item in items]
    assert matrix.tolist() == [[0, 1] * 5]


def test_from_answers_to_an_open_bank(answered, cast, usha, at, run_jobs, frozen_time):
    imran = cast.publisher.actor(at)
    asked = ask_bank(actor=imran, competency_id=answered, at=at)
    assert ask_bank(actor=imran, competency_id=answered, at=at) == asked
    run_jobs()
    row = banks.access_bank(imran, asked)
    assert (row.status, row.persons, row.items) == ("ready", PERSONS, QUESTIONS - 1)
    assert sorted(row.cuts) == [1, 2, 3]
    found = list(BankItem.objects.order_by("place"))
    assert np.corrcoef([one.b for one in found], np.linspace(-2, 2, QUESTIONS)[1:])[0, 1] > 0.95
    assert "b-000" not in {Item.objects.get(pk=one.item_id).key for one in found}
    assert all(0 < one.let <= 1 for one in found)
    with pytest.raises(Refused, match="Somebody else"):
        open_bank(actor=imran, uuid=asked, at=at)
    open_bank(actor=usha, uuid=asked, at=at)
    open_bank(actor=usha, uuid=asked, at=at)
    assert [one.uuid for one in banks.open_banks()] == [asked]
    assert AuditEntry.objects.filter(tag="assessment:bank:open").count() == 1
    # The next takes its place.
    again = ask_bank(actor=imran, competency_id=answered, at=at)
    run_jobs()
    open_bank(actor=usha, uuid=again, at=at)
    assert [one.uuid for one in banks.open_banks()] == [again]
    close_bank(actor=imran, uuid=again, at=at)
    assert banks.open_banks() == []
    with pytest.raises(Refused, match="not ready"):
        open_bank(actor=usha, uuid=again, at=at)


def test_too_few_answers_say_nothing(course, cast, at, run_jobs, frozen_time):
    competency = competencies.by_codes(["FUN-095"])["FUN-095"].id
    asked = ask_bank(actor=cast.publisher.actor(at), competency_id=competency, at=at)
    run_jobs()
    row = Bank.objects.get(uuid=asked)
    assert (row.status, row.problem) == ("failed", "0 questions have 100 first answers; 30 are needed")


def test_who_may_not_finds_nothing(course, cast, at):
    competency = competencies.by_codes(["FUN-095"])["FUN-095"].id
    for actor in (cast.learner.actor(at), cast.admin.actor(at)):
        with pytest.raises(NotFound):
            ask_bank(actor=actor, competency_id=competency, at=at)
        with pytest.raises(NotFound):
            open_bank(actor=actor, uuid=uuid.uuid4(), at=at)
    with pytest.raises(NotFound):
        ask_bank(actor=cast.publisher.actor(at), competency_id=0, at=at)
