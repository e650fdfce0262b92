import dataclasses

import numpy as np
import pytest
from django.core import mail
from django.urls import reverse

from karmayogi.assessment.actions import equate as equating
from karmayogi.assessment.actions.equate import ask_equating
from karmayogi.assessment.actions.import_questions import import_questions
from karmayogi.assessment.actions.start import Taker, open_attempt
from karmayogi.assessment.models import Attempt, AttemptItem, Equating, Paper, PaperItem
from karmayogi.assessment.queries.exchange.pool import pool_of
from karmayogi.assessment.queries.forms import on_one_scale
from karmayogi.assessment.queries.papers import paper_by_id
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.types import QuizSpec
from tests.assessment.conftest import Learner, question

SPEC = QuizSpec(draw=12, minutes=10, attempts=2, pass_percent=60)
POOL = [question(number) | ({"form": "AB"[number % 2]} if number > 6 else {}) for number in range(1, 19)]


@pytest.fixture
def paper(part):
    """Six questions in both forms, six of each form alone."""
    row = Paper.objects.get()
    import_questions(row.part_id, POOL, SPEC)
    return row


def test_forms_come_with_the_questions_and_stay_with_them(paper):
    assert (
        sorted(PaperItem.objects.filter(paper=paper).values_list("form", flat=True)) == [""] * 6 + ["A"] * 6 + ["B"] * 6
    )
    again = pool_of(paper.part_id)[0]
    assert sorted(one.get("form", "") for one in again) == [""] * 6 + ["A"] * 6 + ["B"] * 6
    import_questions(paper.part_id, [one | {"form": ""} for one in POOL], SPEC)
    assert set(PaperItem.objects.filter(paper=paper).values_list("form", flat=True)) == {""}
    with pytest.raises(Refused, match="form B has 11"):
        import_questions(paper.part_id, POOL[:-1] if POOL[-1]["form"] == "B" else POOL[:-2] + POOL[-1:], SPEC)


def sat(paper, cast, at, *, turn, theta, dice):
    """A first attempt in the form of that seat, by somebody of that ability: a candidate, so that many can."""
    candidate = rows.scalar(
        "insert into assessment_candidate (uuid, test_id, name, email, language, code_digest, code_tries, invited_at)"
        " select gen_random_uuid(), max(id), '', gen_random_uuid()::text, 'en', '', 0, %s from assessment_publictest"
        " returning id",
        [at],
    )
    made = open_attempt(
        Taker(candidate_id=candidate), paper_by_id(paper.id), named=uuid7(), number=1, language="en", extra_percent=0,
        due_at=at.replace(hour=23), at=at, turn=turn,
    )  # fmt: skip
    for one in AttemptItem.objects.filter(attempt_id=made.id).select_related("item").order_by("item__key"):
        number = int(one.item.key[3:])
        hard = (number - 9) / 6 + (1.6 if number > 6 and number % 2 else 0)  # form B is harder
        right = bool(dice.random() < 1 / (1 + np.exp(-(theta - hard))))
        AttemptItem.objects.filter(attempt_id=made.id, position=one.position).update(correct=right, worth=int(right))
    Attempt.objects.filter(id=made.id).update(submitted_at=at, closing="person", right=6, score=50, passed=False)
    return made.id


def test_neighbours_have_different_forms_and_scores_come_on_one_scale(paper, cast, at, monkeypatch, asha, run_jobs):
    publisher = cast.publisher.actor(at)
    part = paper.part.uuid
    rows.run(
        "insert into assessment_publictest (uuid, paper_id, organisation_id, opens_at, closes_at, made_by_id, made_at)"
        " values (gen_random_uuid(), %s, %s, %s, %s, %s, %s)",
        [paper.id, cast.ministry.id, at, at.replace(hour=23), cast.admin.person_id, at],
    )
    dice = np.random.default_rng(3)
    with pytest.raises(Refused, match="200 first attempts"):
        ask_equating(actor=publisher, part_uuid=part, at=at)
    monkeypatch.setattr(equating, "FEWEST", 60)
    made = [sat(paper, cast, at, turn=turn, theta=dice.normal(), dice=dice) for turn in range(1, 141)]
    assert list(Attempt.objects.order_by("id").values_list("form", flat=True)[:4]) == ["A", "B", "A", "B"]
    page = reverse("assessment:figures", args=[part])
    asked = Learner(cast.publisher, at).post(reverse("assessment:compare_forms", args=[part]))
    assert "The forms are being compared" in asked.content.decode()
    assert not Equating.objects.exists(), "the request itself reckons nothing"
    run_jobs()
    assert [(one.to, one.body.strip()) for one in mail.outbox] == [([cast.publisher.email], "The forms are compared.")]
    assert "shared questions" in Learner(cast.publisher, at).get(page).content.decode()
    row = Equating.objects.get()
    assert (row.form, row.anchors, row.persons) == ("B", 6, 70)
    assert row.steps == sorted(row.steps) and row.steps[50] > 50  # half of the harder form is worth more
    assert on_one_scale(made[0]) is None and on_one_scale(made[1]) == row.steps[50]
    with pytest.raises(NotFound):
        ask_equating(actor=asha.actor, part_uuid=part, at=at)
    # What the job finds wrong is told in the letter as well.
    whole = equating.answered

    def apart(paper_id: int, form: str):
        found = whole(paper_id, form)
        return found if form == "A" else dataclasses.replace(found, items=[-one for one in found.items])

    monkeypatch.setattr(equating, "answered", apart)
    ask_equating(actor=publisher, part_uuid=part, at=at)
    run_jobs()
    assert "shares 0 usable questions" in mail.outbox[-1].body
