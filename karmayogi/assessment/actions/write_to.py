"""Mail about a result that came while its person was at no page of it."""

from collections.abc import Callable, Sequence

from django.utils import translation

from karmayogi.kernel import mail, rows

_WHERE = """
select a.person_id, a.email, coalesce(nullif(a.language, ''), 'en') from people_account a
where a.person_id = any(%s::bigint[]) and a.is_active and coalesce(a.email, '') <> ''
"""


def write_to(person_ids: Sequence[int], letters: Callable[[int], Sequence[tuple[str, str]]]) -> None:
    """To those who can be written to. letters: (subject, text) of each letter to a person, asked in their language."""
    for person, email, language in rows.fetch(lambda *row: row, _WHERE, [list(person_ids)]):
        with translation.override(language):
            for subject, text in letters(person):
                mail.send(to=email, subject=subject, text=text)
