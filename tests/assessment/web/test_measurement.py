import dataclasses
import io

import pytest
from django.urls import reverse
from python_calamine import load_workbook

from karmayogi.assessment.models import Attempt, AttemptItem, Item, Paper
from karmayogi.assessment.queries.measurement import figures_of
from karmayogi.assessment.web import measurement
from karmayogi.kernel.markup import picture_mark
from karmayogi.kernel.models import AuditEntry
from karmayogi.people.models import Person
from tests.assessment.conftest import Learner


@pytest.fixture
def sat(course, at):
    """40 first attempts, half of them in Hindi. The first question is keyed wrongly: whoever knows gets it wrong."""
    paper, items = Paper.objects.get(), list(Item.objects.order_by("key")[:5])
    people = Person.objects.bulk_create(Person(name=f"Officer {n}") for n in range(40))
    attempts = Attempt.objects.bulk_create(
        Attempt(
            person=one, paper=paper, number=1, language="hi" if n % 2 else "en", questions=5, pass_percent=60,
            opened_at=at, due_at=at.replace(hour=23),
        ) for n, one in enumerate(people)
    )  # fmt: skip
    for n, attempt in enumerate(attempts):
        AttemptItem.objects.bulk_create(
            AttemptItem(
                attempt=attempt, position=place, item=item, shown=["a", "b"], chosen=["b"],
                correct=(n > 8 * place) != (place == 1), worth=int((n > 8 * place) != (place == 1)),
            ) for place, item in enumerate(items, start=1)
        )  # fmt: skip
    Attempt.objects.update(submitted_at=at, closing="person", right=3, score=60, passed=True)
    return paper


def page(player, at, query=""):
    part = Paper.objects.values_list("part__uuid", flat=True).get()
    return Learner(player, at).get(reverse("assessment:figures", args=[part]) + query)


def test_the_owner_of_the_pool_sees_what_answers_say(sat, cast, at):
    found = figures_of(sat.part_id)
    by_key = {one.key: one for one in found.items}
    assert (found.attempts, by_key["t-q01"].asked, by_key["t-q01"].facility) == (40, 40, pytest.approx(9 / 40))
    assert by_key["t-q01"].looks_wrong
    assert by_key["t-q02"].facility == pytest.approx(23 / 40)
    assert not by_key["t-q02"].looks_wrong
    assert [one.count for one in by_key["t-q02"].options] == [0, 40, 0, 0]
    assert by_key["t-q09"].facility is None
    html = page(cast.publisher, at).content.decode()
    assert "What about 1?" in html
    assert html.count("look at its key") == 1


def test_an_answer_that_is_a_picture_is_shown(sat, cast, at, monkeypatch):
    found, mark = figures_of(sat.part_id), picture_mark(f"{'a' * 64}-9x9-1k.webp", "A well")
    one = next(one for one in found.items if one.key == "t-q02")
    pictured = dataclasses.replace(one, options=[dataclasses.replace(each, text=mark) for each in one.options])
    monkeypatch.setattr(measurement, "figures_of", lambda *_of: dataclasses.replace(found, items=[pictured]))
    html = page(cast.publisher, at).content.decode()
    assert html.count('alt="A well"') == 4 and "](picture:" not in html


def test_it_is_searched_sorted_and_taken_along(sat, cast, at):
    html = page(cast.publisher, at, "?q=about 12").content.decode()
    assert "What about 12?" in html
    assert "What about 1?" not in html
    html = page(cast.publisher, at, "?sort=discrimination").content.decode()
    assert html.index("What about 1?") < html.index("What about 2?") < html.index("What about 12?")
    assert "No question is like that." in page(cast.publisher, at, "?q=zzz&sort=zzz").content.decode()
    book = page(cast.publisher, at, "?as=xlsx")
    assert book["Content-Disposition"].endswith('.xlsx"')
    assert AuditEntry.objects.get(tag="assessment:figures:export").detail == {"questions": 12}


@pytest.mark.parametrize("who", ["learner", "admin", "analyst", "outsider"])
def test_nobody_else_sees_them(sat, cast, at, who):
    assert page(cast.everyone[who], at).status_code == 404


@pytest.fixture
def few(course, at):
    """19 first attempts of two questions: the first is asked of 9, the second of 10, each beside another one."""
    paper, items = Paper.objects.get(), list(Item.objects.order_by("key")[:3])
    people = Person.objects.bulk_create(Person(name=f"Officer {n}") for n in range(19))
    for n, one in enumerate(people):
        attempt = Attempt.objects.create(
            person=one, paper=paper, number=1, language="en", questions=2, pass_percent=60, opened_at=at,
            due_at=at.replace(hour=23),
        )  # fmt: skip
        for place, item in enumerate((items[n >= 9], items[2]), start=1):
            AttemptItem.objects.create(
                attempt=attempt, position=place, item=item, shown=["a", "b"], chosen=["ab"[n % 2]],
                correct=n % 2 == 1, worth=n % 2,
            )  # fmt: skip
    Attempt.objects.update(submitted_at=at, closing="person", right=1, score=50, passed=False)
    return paper


def test_few_answers_are_somebodys(few, cast, at):
    nine, ten = figures_of(few.part_id).items[:2]
    assert (nine.asked, nine.facility, nine.discrimination, nine.language_delta) == (9, None, None, None)
    assert [one.count for one in nine.options] == [None] * 4
    assert (ten.asked, ten.facility) == (10, pytest.approx(0.5))
    assert ten.discrimination is not None
    assert [one.count for one in ten.options] == [5, 5, 0, 0]
    book = load_workbook(io.BytesIO(page(cast.publisher, at, "?as=xlsx").content))
    first, second = book.get_sheet_by_name("List").to_python()[1:3]
    assert first[6:] == [9, "", "", "", ""]
    assert second[6:9] == [10, ten.facility, pytest.approx(ten.discrimination)]
