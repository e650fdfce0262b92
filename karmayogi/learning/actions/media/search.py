"""Words of pages in the catalogue's search: whoever looks for a thing finds the course whose PDF or slides speak of it.

They weigh least (D) and do not enter the vocabulary by which typing errors are mended: that stays small.
"""

from karmayogi.kernel import rows, search_key
from karmayogi.learning.queries.row import Row

MOST = 20_000  # letters of a course
_TEXTS = """
select e.course_id, left(string_agg(r.text, ' ' order by part.position, r.place), %(most)s)
from learning_catalogueentry e
join learning_course c on c.id = e.course_id
join learning_part part on part.version_id = c.current_version_id
join learning_partvariant v on v.part_id = part.id
join learning_rendition r on r.source_id = v.file_id and r.name = 'page' and r.text <> ''
where (%(course)s::bigint is null or c.id = %(course)s) and (%(file)s::bigint is null or v.file_id = %(file)s)
group by 1
"""
_ENTER = """
update learning_catalogueentry set words = words || setweight(to_tsvector('simple', %s), 'D') where course_id = %s
"""


def enter_pages(*, course: int | None = None, file: int | None = None) -> None:
    """Of everything that the course shows, when it is published; or of one file, when its pages are made."""
    for course_id, text in rows.fetch(Row, _TEXTS, {"most": MOST, "course": course, "file": file}):
        rows.run(_ENTER, [" ".join(sorted(set(search_key.key(text).split()))), course_id])
