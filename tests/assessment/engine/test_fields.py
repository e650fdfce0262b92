import uuid

import pytest

from karmayogi.assessment.engine import fields, kinds, question_file
from karmayogi.assessment.engine.kinds import NotAnAnswer, award
from tests.assessment import kinds as examples

SEED = uuid.UUID(int=7)
ASKED = [raw for raw in examples.ALL if "body" in raw]


def made(raw):
    body = question_file.read([raw])[0].body
    return raw["kind"], body, fields.mixed(raw["kind"], body, SEED, 3)


@pytest.mark.parametrize("raw", ASKED, ids=lambda raw: raw["kind"])
def test_a_page_shows_what_was_answered_and_nothing_of_what_is_right(raw):
    kind, body, shown = made(raw)
    asked = fields.ask(kind, body, shown, [], "hi")
    assert not any(secret in repr(asked) for secret in examples.SECRETS)
    assert not any(field.value or any(pick.chosen for pick in field.picks) for field in asked)


@pytest.mark.parametrize("raw", [raw for raw in ASKED if raw["kind"] != "short"], ids=lambda raw: raw["kind"])
def test_what_a_page_shows_as_chosen_comes_back_as_the_same_answer(raw):
    kind, body, shown = made(raw)
    answer = [line.strip() for line in examples.RIGHT[raw["key"]]]
    page = fields.ask(kind, body, shown, answer, "en")
    sent = {one.name: [pick.value for pick in one.picks if pick.chosen] or [one.value] for one in page}
    back, whole = fields.keep(kind, body, shown, lambda name: sent.get(name, []))
    assert whole
    assert award(kinds.Asked(kind, (), body), back) == 1
    told = fields.tell(kinds.Asked(kind, (), body), back, "en")
    assert told
    assert all(one.correct for one in told)
    assert not any(one.correct for one in fields.tell(kinds.Asked(kind, (), body), [], "en"))


@pytest.mark.parametrize("raw", ASKED, ids=lambda raw: raw["kind"])
def test_nothing_sent_is_no_answer(raw):
    kind, body, shown = made(raw)
    assert fields.keep(kind, body, shown, lambda name: []) == ([], True)
    blank = [" "] if kind in ("blank", "numeric") else [""]
    assert fields.keep(kind, body, shown, lambda name: blank) == ([], True)


@pytest.mark.parametrize("value", ["0", "4", "²", "-1", "x", "999999"])
def test_a_place_that_the_page_did_not_offer_is_refused(value):
    with pytest.raises(NotAnAnswer):
        fields.read(*made(examples.MATCH), lambda name: [value])


def test_lines_are_mixed_by_the_seed_and_each_part_keeps_its_own():
    kind, body, shown = made(examples.CASE)
    assert sorted(shown) == sorted([f"0:secretkey{n}" for n in (1, 2, 3)] + [f"2:secretkey{n}" for n in (1, 2, 3)])
    assert fields.mixed(kind, body, SEED, 3) == shown
    orders = {tuple(fields.mixed("order", examples.ORDER["body"], uuid.UUID(int=n), 3)) for n in range(40)}
    assert len(orders) == 6
