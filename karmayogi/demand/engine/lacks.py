"""Where content falls short, and whether a course makes up for it. Pure: the counts come from the database."""

import collections
from collections.abc import Iterable, Mapping, Sequence

from karmayogi.competencies.types import Lacking
from karmayogi.demand.types import Figures, Kind, Lack, Short, Terms
from karmayogi.learning.types import TaughtVersion, Teaching

TENS = 10  # no figure tells of fewer people (decision 0018)


def lacks_of(
    lacking: Iterable[Lacking], offers: Iterable[Teaching], plans: Mapping[int, int], terms: Terms
) -> list[Lack]:
    """By competency and level. plans: competency id -> annual plans that answer it.

    At one level there is no course, or there are some that are all weak, or neither; whatever there is may be missing
    in languages. A lack of few people is none: its figures would be of single persons.

    Numbers of people are whole tens, rounded down, from here on: how many have shown it is the difference of two of
    them, how many read another language that of several, and who has shown it since yesterday that of two days. Of
    exact ones each of these would tell of groups of one to nine.
    """
    groups: dict[tuple[int, int], list[Lacking]] = collections.defaultdict(list)
    for one in lacking:
        groups[one.competency_id, one.level].append(one)
    taught: dict[int, list[Teaching]] = collections.defaultdict(list)
    for offer in offers:
        taught[offer.competency_id].append(offer)

    found = []
    for (competency, level), people in sorted(groups.items()):
        serving = [offer for offer in taught[competency] if offer.level >= level]
        lower = len(taught[competency]) - len(serving)
        figures = _figures(people, serving, lower, plans.get(competency, 0))
        if figures.lacking >= terms.least_people:
            if not serving:
                found.append(Lack(Kind.NO_COURSE, competency, level, "", figures))
            elif all(_weak(offer, terms) for offer in serving):
                found.append(Lack(Kind.WEAK, competency, level, "", figures))
        if serving:
            found += _languages(competency, level, people, serving, lower, figures.plans, terms)
    return found


def short_of(taught: TaughtVersion, *, competencies: Sequence[int], level: int, language: str) -> list[Short]:
    """What a course lacks of what was asked; nothing: it covers it. competencies: the one asked, and what took its
    place."""
    levels = [taught.levels[one] for one in competencies if one in taught.levels]
    if not levels:
        return [Short.COMPETENCY]
    missing = [Short.LEVEL] if max(levels) < level else []
    return missing + ([Short.LANGUAGE] if language and language not in taught.languages else [])


def _languages(
    competency: int, level: int, people: list[Lacking], serving: list[Teaching], lower: int, plans: int, terms: Terms
) -> list[Lack]:
    readers: dict[str, list[Lacking]] = collections.defaultdict(list)
    for one in people:
        if one.language:
            readers[one.language].append(one)
    found = []
    for language, whom in sorted(readers.items()):
        figures = _figures(whom, serving, lower, plans, language)
        if figures.lacking >= terms.least_people and figures.in_language < terms.language_courses:
            found.append(Lack(Kind.LANGUAGE, competency, level, language, figures))
    return found


def _figures(people: list[Lacking], serving: list[Teaching], lower: int, plans: int, language: str = "") -> Figures:
    rated = sum(offer.rated for offer in serving)
    return Figures(
        people=_tens(sum(one.people for one in people)),
        lacking=_tens(sum(one.people - one.met for one in people)),
        courses=len(serving),
        in_language=sum(1 for offer in serving if language in offer.languages) if language else 0,
        lower=lower,
        languages=tuple(sorted({one for offer in serving for one in offer.languages})),
        rated=rated,
        stars=round(sum(offer.stars for offer in serving) / rated, 2) if rated else None,
        plans=plans,
    )


def _tens(count: int) -> int:
    return count - count % TENS


def _weak(offer: Teaching, terms: Terms) -> bool:
    return offer.rated >= terms.weak_ratings and offer.stars < terms.weak_stars * offer.rated
