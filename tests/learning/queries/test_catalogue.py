import pytest

from karmayogi.learning import api
from karmayogi.learning.models import CatalogueEntry
from karmayogi.learning.queries.catalogue import Search, search
from tests.learning.conftest import SETUP

TITLES = {
    "T-RTI": "Right to information",
    "T-CYBER": "Cyber hygiene for offices",
    "T-NOTE": "Noting and drafting",
    "T-POSH": "Prevention of sexual harassment at work",
    "T-GRIEF": "Public grievance redress",
}


@pytest.fixture
def catalogue(kcm, write_course, at):
    for code, title in TITLES.items():
        folder = write_course(code, title, quiz=False)
        if code != "T-RTI":
            text = (folder / "course.toml").read_text().replace('hi = "सूचना का अधिकार"\n', "")
            (folder / "course.toml").write_text(text.replace("Answer requests of citizens in time.", title))
        api.import_course(agent=SETUP, folder=folder, at=at)


@pytest.mark.parametrize(
    ("q", "code"),
    [
        ("information", "T-RTI"),
        ("rihgt infromation", "T-RTI"),
        ("सूचना", "T-RTI"),
        ("suchna ka adhikar", "T-RTI"),
        ("RTI", "T-RTI"),
        ("T-RTI", "T-RTI"),
        ("posh", "T-POSH"),
        ("harrasment", "T-POSH"),
        ("noting", "T-NOTE"),
        ("draft", "T-NOTE"),
        ("sibar haijin", "T-CYBER"),
        ("greivance", "T-GRIEF"),
        ("cpgrams", "T-GRIEF"),
    ],
)
def test_found_first(catalogue, q, code):
    found = search(Search(q=q))
    assert found.cards, q
    assert found.cards[0].code == code


def test_nothing_asked_is_everything(catalogue):
    found = search(Search())
    assert found.total == len(found.cards) == 5
    assert {count.value: count.count for count in found.facets["language"]} == {"en": 5, "hi": 5}


def test_nonsense_finds_nothing(catalogue):
    assert search(Search(q="zzzzqqq")).total == 0
    assert search(Search(q="'&|!(:*")).total == 0


def test_words_that_never_meet_are_shown_loosely(catalogue):
    found = search(Search(q="cyber grievance"))
    assert found.loose
    assert {card.code for card in found.cards} == {"T-CYBER", "T-GRIEF"}


def test_facets_narrow_and_count_beside_each_other(catalogue):
    found = search(Search(bands=("30",), languages=("hi",), providers=("Test Courseware",)))
    assert found.total == 5
    assert search(Search(bands=("more",))).total == 0
    found = search(Search(competencies=("FUN-095",)))
    assert found.total == 5
    assert [(count.value, count.count) for count in found.facets["competency"]] == [("FUN-095", 5)]
    assert search(Search(competencies=("FUN-001",))).total == 0
    assert search(Search(competencies=("no such",))).total == 0


def test_the_mode_narrows_and_counts_beside_itself(catalogue):
    CatalogueEntry.objects.filter(code__in=["T-RTI", "T-POSH"]).update(mode="blended")
    both = {"online": 3, "blended": 2}
    assert {one.value: one.count for one in search(Search()).facets["mode"]} == both
    found = search(Search(modes=("blended",)))
    assert {card.code for card in found.cards} == {"T-RTI", "T-POSH"}
    assert {card.mode for card in found.cards} == {"blended"}
    # What the other choices of this facet would give stays in sight; every other facet counts what is left.
    assert {one.value: one.count for one in found.facets["mode"]} == both
    assert {one.value: one.count for one in found.facets["language"]} == {"en": 2, "hi": 2}
    assert search(Search(modes=("online", "blended"))).total == 5
    assert search(Search(modes=("classroom",))).total == 0


def test_pages_follow_each_other_without_gap_or_repeat(catalogue, monkeypatch):
    monkeypatch.setattr("karmayogi.learning.queries.catalogue.PAGE", 2)
    seen, after = [], None
    for _ in range(4):
        found = search(Search(after=after))
        seen += [card.code for card in found.cards]
        after = found.next_after
        if after is None:
            break
    assert sorted(seen) == sorted(TITLES)


def test_few_statements(catalogue, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        search(Search(q="right information", competencies=("FUN-095",)))


def test_courses_for_a_competency(catalogue, cast, at):
    entry = CatalogueEntry.objects.get(code="T-NOTE")
    (competency_id,) = entry.competency_ids
    api.enrol(actor=cast.learner.actor(at), course_uuid=entry.uuid, language="en", at=at)
    found = api.courses_for_competency([competency_id, 999_999], 3, person_id=cast.learner.person_id, on=at.date())
    assert list(found) == [competency_id]
    assert len(found[competency_id]) == 3
    assert found[competency_id][0].code == "T-NOTE"  # what she has begun comes first


def test_the_course_to_go_on_with_for_gaps_in_their_order(catalogue, cast, at):
    """Begun ones of any gap go before the first gap; of those that are not begun the first gap's best."""
    note, rti = (CatalogueEntry.objects.get(code=code) for code in ("T-NOTE", "T-RTI"))
    (drafting,), (information, *_) = note.competency_ids, rti.competency_ids
    asked = {"person_id": cast.learner.person_id, "on": at.date()}
    wanted = [999_999, information, drafting]
    assert api.course_for_gaps(wanted, begun=[], **asked)[0] == information
    api.enrol(actor=cast.learner.actor(at), course_uuid=note.uuid, language="en", at=at)
    competency, card = api.course_for_gaps(wanted, begun=[note.uuid], **asked)
    assert (competency, card.code) == (drafting, "T-NOTE")
    assert api.course_for_gaps([999_999], begun=[], **asked) is None
