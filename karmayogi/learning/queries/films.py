"""What a version asks of one of its films or recordings, as somebody of that language meets it."""

from karmayogi.kernel import rows
from karmayogi.learning.engine import prose
from karmayogi.learning.engine.watching import Film
from karmayogi.learning.queries.row import Row

PLAYED = ("video", "audio")

# The length as it was measured where the file was looked at, else as the captions tell it.
_FILM = """
select coalesce(m.seconds, x.seconds), v.watch_percent, x.body_html
from learning_partvariant x
join learning_part part on part.id = x.part_id
join learning_courseversion v on v.id = part.version_id
left join learning_mediasource m on m.file_id = x.file_id
where part.id = %s and part.kind in ('video', 'audio') and x.language in (%s, 'en')
  and (x.body_html <> '' or x.file_id is not null)
order by (x.language = 'en') limit 1
"""


def film_of(part_id: int, language: str) -> Film | None:
    """None for a part that is none."""
    found = rows.first(Row, _FILM, [part_id, language])
    return None if found is None else as_film(*found)


def as_film(seconds: int | None, percent: int | None, html: str) -> Film:
    return Film(seconds, percent, prose.reading_seconds(prose.words_of(html)) if html else 0)
