"""The five levels in words, of one competency: what a rater, a reviewer or the officer judges against.

Names, and what every level means, are those of the common scale (data/levels.toml). Where the owner of a competency
says in its latest published version what a level of this very competency looks like at work, that is what is read.
"""

import functools
import tomllib
from pathlib import Path

from karmayogi.competencies.types import LevelWords
from karmayogi.kernel import rows

FILE = Path(__file__).parents[2] / "data" / "levels.toml"

_OWN = """
select d.level, d.text_en, d.text_hi, d.text_ur
from competencies_leveldescriptor d
where d.statement_id = (
  select s.id from competencies_competencystatement s
  join competencies_frameworkversion v on v.id = s.version_id and v.published_at is not null
  where s.competency_id = %s order by v.published_at desc, v.id desc limit 1)
"""
_PLACES = {"en": 0, "hi": 1, "ur": 2}


@functools.cache
def descriptors(language: str) -> tuple[LevelWords, ...]:
    """The common scale in "en", "hi" or "ur"."""
    levels = tomllib.loads(FILE.read_text())["levels"]
    return tuple(LevelWords(one["number"], one["name"][language], one["descriptor"][language]) for one in levels)


def descriptors_for(competency_id: int, language: str) -> tuple[LevelWords, ...]:
    """The levels of that competency. What its owner wrote in English only follows the common words of the reader."""
    own = {level: texts for level, *texts in rows.fetch(lambda *row: row, _OWN, [competency_id])}
    return tuple(_said(one, own.get(one.number), language) for one in descriptors(language))


def _said(common: LevelWords, texts: list[str] | None, language: str) -> LevelWords:
    if texts is None:
        return common
    if text := texts[_PLACES[language]].strip():
        return LevelWords(common.number, common.name, text)
    return LevelWords(common.number, common.name, common.text, texts[0].strip())
