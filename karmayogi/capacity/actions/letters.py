"""Mail to people, each in her own language; to whoever can be written to."""

from collections.abc import Callable, Sequence

from django.utils import translation

from karmayogi.kernel import mail, rows

_WHERE = """
select a.person_id, a.email, coalesce(nullif(a.language, ''), 'en') from people_account a
where a.person_id = any(%s::bigint[]) and a.is_active and coalesce(a.email, '') <> '' order by a.person_id
"""


def write_to(person_ids: Sequence[int], letter: Callable[[int], tuple[str, str]]) -> None:
    """letter: (subject, text) to a person, asked in her language."""
    for person, email, language in rows.fetch(lambda *row: row, _WHERE, [list(person_ids)]):
        with translation.override(language):
            subject, text = letter(person)
            mail.send(to=email, subject=subject, text=text)
