"""Searching the catalogue: hits by one statement, counts of every facet by another."""

import dataclasses
import datetime as dt
from typing import Any

from karmayogi.kernel import rows, search_key
from karmayogi.learning.queries.admitted import finds
from karmayogi.learning.queries.cards import CARD_COLUMNS, card
from karmayogi.learning.types import CourseCard

PAGE = 12
# Minutes from and to (inclusive, exclusive) of a duration band.
BANDS = {"30": (0, 31), "60": (31, 61), "180": (61, 181), "more": (181, 32_000)}


@dataclasses.dataclass(frozen=True, slots=True)
class Search:
    """What the reader asks for. competencies: codes. after: where the last page ended (score, course id)."""

    q: str = ""
    competencies: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    person_id: int | None = None  # who searches: what they are invited to is found by nobody else
    on: dt.date | None = None
    after: tuple[int, int] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class FacetCount:
    """facet: kind, language, provider, band, mode, competency or total. value: what stands in the address."""

    facet: str
    value: str
    name_en: str
    name_hi: str
    name_ur: str
    count: int


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A page of hits; next_after leads to the next one. loose: not every word was found, the nearest are shown."""

    cards: list[CourseCard]
    facets: dict[str, list[FacetCount]]
    total: int
    next_after: tuple[int, int] | None
    loose: bool


# Words of the query in the vocabulary: itself, or what is one slip away, or what begins like it.
_EXPAND = """
select asked.skeleton, array_agg(w.word order by w.word)
from unnest(%s::text[]) as asked(skeleton)
join learning_catalogueword w on w.word = asked.skeleton
  or (length(asked.skeleton) > 2 and w.word like asked.skeleton || '%%')
  or (length(asked.skeleton) > 3 and abs(length(w.word) - length(asked.skeleton)) <= 1
      and levenshtein_less_equal(w.word, asked.skeleton, 1) <= 1)
group by 1
"""

# What is hidden is rare, so that its condition is asked of few rows.
_THERE = f"""e.live and (not e.hidden or {finds("e.course_id", "%(person)s", "%(on)s")})"""

# With words or without: two statements, each with one plan for all who ask. Of one for both the planner would have to
# think anew each time, which takes longer than the answer.
_WORDS = {True: " and e.words @@ %(query)s::text::tsquery", False: ""}
_SCORE = {
    True: "(ts_rank('{0.05, 0.2, 0.4, 1.0}', e.words, %(query)s::text::tsquery) * 1000000)::bigint",
    False: "extract(epoch from e.published_at)::bigint",
}

# Courses that are alike in all that is counted are counted together: of a whole catalogue few kinds are left.
_FILTERED = f"""
with hits as (
  select e.kind, e.provider, e.mode, e.languages, e.competency_ids,
    case when e.minutes < 31 then '30' when e.minutes < 61 then '60' when e.minutes < 181 then '180'
      else 'more' end as band,
    (cardinality(%(providers)s::text[]) = 0 or e.provider = any(%(providers)s::text[])) as fits_provider,
    (cardinality(%(modes)s::text[]) = 0 or e.mode = any(%(modes)s::text[])) as fits_mode,
    (cardinality(%(kinds)s::text[]) = 0 or e.kind = any(%(kinds)s::text[])) as fits_kind,
    (cardinality(%(languages)s::text[]) = 0 or e.languages && %(languages)s::varchar[]) as fits_language,
    (cardinality(%(competencies)s::bigint[]) = 0 or e.competency_ids && %(competencies)s::bigint[]) as fits_competency,
    (cardinality(%(lows)s::int[]) = 0 or exists (
      select from unnest(%(lows)s::int[], %(highs)s::int[]) as band(low, high)
      where e.minutes >= band.low and e.minutes < band.high)) as fits_band,
    count(*) as n
  from learning_catalogueentry e
  where {_THERE}{{words}}
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
)
"""

_ALL_FACETS = (
    _FILTERED
    + """
select 'total', '', '', '', '', coalesce(sum(n), 0)::int from hits
  where fits_kind and fits_provider and fits_mode and fits_language and fits_competency and fits_band
union all
select 'kind', kind, '', '', '', sum(n)::int from hits
  where fits_provider and fits_mode and fits_language and fits_competency and fits_band group by kind
union all
select 'provider', provider, provider, coalesce(max(p.name_hi), ''), coalesce(max(p.name_ur), ''), sum(n)::int
  from hits left join learning_provider p on p.name_en = provider
  where fits_kind and fits_mode and fits_language and fits_competency and fits_band group by provider
union all
select 'mode', mode, '', '', '', sum(n)::int from hits
  where fits_kind and fits_provider and fits_language and fits_competency and fits_band group by mode
union all
select 'language', language, '', '', '', sum(n)::int from hits, unnest(languages) as language
  where fits_kind and fits_provider and fits_mode and fits_competency and fits_band group by language
union all
select 'band', band, '', '', '', sum(n)::int from hits
  where fits_kind and fits_provider and fits_mode and fits_language and fits_competency group by band
union all
(select 'competency', k.code, k.name_en, k.name_hi, k.name_ur, x.hits from (
   select id, sum(n)::int as hits from hits, unnest(competency_ids) as id
   where fits_kind and fits_provider and fits_mode and fits_language and fits_band
   group by id
   order by (id = any(%(competencies)s::bigint[])) desc, hits desc, id limit 10
 ) x join competencies_competency k on k.id = x.id)
order by 1, 6 desc, 2
"""
)

_ALL_HITS = f"""
select score, {CARD_COLUMNS.replace("e.", "x.")} from (
  select e.*, {{score}} as score
  from learning_catalogueentry e
  where {_THERE}{{words}}
    and (cardinality(%(providers)s::text[]) = 0 or e.provider = any(%(providers)s::text[]))
    and (cardinality(%(modes)s::text[]) = 0 or e.mode = any(%(modes)s::text[]))
    and (cardinality(%(kinds)s::text[]) = 0 or e.kind = any(%(kinds)s::text[]))
    and (cardinality(%(languages)s::text[]) = 0 or e.languages && %(languages)s::varchar[])
    and (cardinality(%(competencies)s::bigint[]) = 0 or e.competency_ids && %(competencies)s::bigint[])
    and (cardinality(%(lows)s::int[]) = 0 or exists (
      select from unnest(%(lows)s::int[], %(highs)s::int[]) as band(low, high)
      where e.minutes >= band.low and e.minutes < band.high))
) x
where %(after_score)s::bigint is null or (-score, course_id) > (-%(after_score)s::bigint, %(after_id)s::bigint)
order by score desc, course_id
limit %(limit)s
"""
_FACETS = {asked: _ALL_FACETS.replace("{words}", words) for asked, words in _WORDS.items()}
_HITS = {
    asked: _ALL_HITS.replace("{words}", words).replace("{score}", _SCORE[asked]) for asked, words in _WORDS.items()
}


def search(asked: Search) -> Found:
    """At most five statements: words, competencies, hits and counts, and once more when nothing fits every word."""
    queries = _tsqueries(asked.q)
    parameters = _parameters(asked)
    loose = False
    counts: list[FacetCount] = []
    query = ""
    for place, query in enumerate(queries):
        loose = place > 0
        counts = rows.fetch(FacetCount, _FACETS[bool(query)], parameters | {"query": query})
        if any(count.count for count in counts):
            break
    hits: list[tuple[int, CourseCard]] = rows.fetch(
        lambda score, *row: (score, card(*row)),
        _HITS[bool(query)],
        parameters | {"query": query},
    )
    facets: dict[str, list[FacetCount]] = {}
    for count in counts:
        facets.setdefault(count.facet, []).append(count)
    total = facets.pop("total")[0].count
    more = len(hits) > PAGE
    hits = hits[:PAGE]
    return Found(
        [one for _score, one in hits],
        facets,
        total,
        (hits[-1][0], hits[-1][1].id) if more else None,
        loose,
    )


def _parameters(asked: Search) -> dict[str, Any]:
    bands = [BANDS[band] for band in asked.bands if band in BANDS]
    competency_ids: list[int] = []
    if asked.competencies:
        ids = rows.scalar(
            "select coalesce(array_agg(id), '{}') from competencies_competency where code = any(%s::text[])",
            [list(asked.competencies)],
        )
        competency_ids = ids or [0]  # a code that does not exist finds nothing
    return {
        "providers": list(asked.providers),
        "modes": list(asked.modes),
        "kinds": list(asked.kinds),
        "person": asked.person_id,
        "on": asked.on,
        "languages": list(asked.languages),
        "competencies": competency_ids,
        "lows": [low for low, _high in bands],
        "highs": [high for _low, high in bands],
        "after_score": asked.after[0] if asked.after else None,
        "after_id": asked.after[1] if asked.after else None,
        "limit": PAGE + 1,
    }


def _tsqueries(q: str) -> list[str]:
    """The question as tsqueries, the strict one first: every word, then any word. [""] where nothing is asked.

    Skeletons are [a-z0-9] only, so that they can be put into a tsquery as they are.
    """
    terms = search_key.query_terms(q)
    if not terms:
        return ["" if not q.strip() else "nothing&!nothing"]
    asked = sorted({skeleton for ways in terms for way in ways for skeleton in way})
    near: dict[str, list[str]] = dict(rows.fetch(lambda word, words: (word, words), _EXPAND, [asked]))

    def any_of(skeleton: str) -> str:
        words = near.get(skeleton, [])
        if skeleton in words:
            return f"({skeleton})"
        # What no title knows may stand on a page (actions/media/search.py), as it was typed.
        typed = [skeleton] if len(skeleton) > 2 else []
        return "(" + "|".join([*typed, *words[:40]]) + ")" if typed or words else ""

    strict: list[str] = []
    for ways in terms:
        found = ["&".join(parts) for way in ways if (parts := [any_of(s) for s in way]) and all(parts)]
        strict.append("(" + "|".join(f"({way})" for way in found) + ")" if found else "")
    known = [term for term in strict if term]
    if not known:
        return ["nothing&!nothing"]
    queries = ["&".join(known)] if len(known) == len(strict) else []
    return [*queries, "|".join(known)]
