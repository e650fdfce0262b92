"""What counts as lacking, and what covers it."""

import dataclasses

from karmayogi.competencies.types import Lacking
from karmayogi.demand.engine.lacks import lacks_of, short_of
from karmayogi.demand.types import Kind, Short, Terms
from karmayogi.learning.types import TaughtVersion, Teaching

TERMS = Terms(least_people=10, language_courses=1, weak_ratings=5, weak_stars=3.0, days=90)
PEOPLE = [Lacking(7, 3, "en", 20, 5), Lacking(7, 3, "ur", 12, 2), Lacking(7, 3, "", 4, 4)]
COURSE = Teaching(1, 7, 3, ("en", "hi"), rated=6, stars=24)


def kinds(offers, people=PEOPLE, terms=TERMS):
    return [(one.kind, one.language) for one in lacks_of(people, offers, {7: 2}, terms)]


def test_no_course_is_told_with_its_arithmetic_and_what_teaches_it_lower():
    lower = dataclasses.replace(COURSE, level=2)
    (lack,) = lacks_of(PEOPLE, [lower], {7: 2}, TERMS)
    assert (lack.kind, lack.level, lack.language) == (Kind.NO_COURSE, 3, "")
    figures = lack.figures
    assert (figures.people, figures.lacking, figures.courses, figures.lower, figures.plans) == (30, 20, 0, 1, 2)
    # Where there is no course at all, that it is not there in Urdu is no second lack.
    assert kinds([]) == [(Kind.NO_COURSE, "")]


def test_a_course_of_a_higher_level_serves_and_a_language_that_nobody_needs_is_not_missed():
    high = dataclasses.replace(COURSE, level=5, languages=("en", "ur"))
    assert kinds([high]) == []
    assert kinds([COURSE]) == [(Kind.LANGUAGE, "ur")]
    (lack,) = lacks_of(PEOPLE, [COURSE], {}, TERMS)
    assert (lack.figures.lacking, lack.figures.in_language, lack.figures.languages) == (10, 0, ("en", "hi"))
    assert kinds([COURSE, high], terms=dataclasses.replace(TERMS, language_courses=2)) == [(Kind.LANGUAGE, "ur")]


def test_weak_is_what_enough_people_say_of_everything_there_is():
    bad = dataclasses.replace(COURSE, languages=("en", "ur"), rated=10, stars=29)
    assert kinds([bad]) == [(Kind.WEAK, "")]
    (lack,) = lacks_of(PEOPLE, [bad], {}, TERMS)
    assert (lack.figures.rated, lack.figures.stars) == (10, 2.9)
    assert kinds([dataclasses.replace(bad, stars=30)]) == []
    assert kinds([dataclasses.replace(bad, rated=4, stars=4)]) == [], "four ratings say nothing"
    unknown = dataclasses.replace(bad, course_id=2, rated=0, stars=0)
    assert kinds([bad, unknown]) == [], "another may be good"


def test_few_people_are_no_lack():
    few = [Lacking(7, 3, "en", 30, 21)]
    assert kinds([], few) == []
    assert kinds([], [Lacking(7, 3, "en", 30, 20)]) == [(Kind.NO_COURSE, "")]


def test_no_difference_of_figures_tells_of_a_few():
    """What the Commission can work out of all that is shown: pages of two days, the whole and each language, another
    threshold. Exact ones said that five had shown it, that four read nothing here, and who did so since yesterday."""
    weak = dataclasses.replace(COURSE, rated=10, stars=20, languages=("hi",))
    today = [Lacking(7, 3, "en", 43, 5), Lacking(7, 3, "ur", 31, 2), Lacking(7, 3, "", 4, 1)]
    tomorrow = [Lacking(7, 3, "en", 43, 6), Lacking(7, 3, "ur", 31, 2), Lacking(7, 3, "", 4, 1)]
    shown = [
        count
        for people in (today, tomorrow)
        for least in range(10, 80)
        for lack in lacks_of(people, [weak], {}, dataclasses.replace(TERMS, least_people=least))
        for count in (lack.figures.people, lack.figures.lacking)
    ]
    assert {count % 10 for count in shown} == {0}
    differences = {abs(a - b - c) for a in shown for b in shown for c in (0, *shown)}
    assert not differences & set(range(1, 10))
    # A threshold tells no more than the figure: it holds from the same ten on.
    for least, count in ((61, 1), (70, 1), (71, 0)):
        assert len(lacks_of(today, [], {}, dataclasses.replace(TERMS, least_people=least))) == count, "of exactly 70"
    assert lacks_of(today, [], {}, TERMS)[0].figures.lacking == 70


def test_a_course_covers_by_competency_level_and_language():
    course = TaughtVersion(1, 1, 1, 1, {7: 3, 8: 1}, frozenset({"en"}), True)

    def short(competencies=(7,), level=3, language=""):
        return short_of(course, competencies=competencies, level=level, language=language)

    assert short() == short(level=2) == short(language="en") == []
    assert short(level=4) == [Short.LEVEL]
    assert short(level=4, language="ur") == [Short.LEVEL, Short.LANGUAGE]
    assert short(competencies=(9,)) == [Short.COMPETENCY]
    assert short(competencies=(9, 7)) == [], "what took its place counts"
