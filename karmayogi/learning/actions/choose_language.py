"""The language of a course: of what is shown, not of what was learnt. Progress stays."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.learning.actions.draft import LANGUAGES


def choose_language(*, actor: Actor, enrolment_id: int, language: str, at: dt.datetime) -> None:
    """Changes the language of her own enrolment. Raises Refused for a language that is not offered."""
    if language not in LANGUAGES:
        raise Refused(language)
    rows.run(
        "update learning_enrolment set language = %s, last_at = %s where id = %s and person_id = %s",
        [language, at, enrolment_id, actor.person_id],
    )
