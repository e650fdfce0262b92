"""The paper of drafted tests: what a wrong answer takes off, the blueprint, and which question is in which form."""

import datetime as dt
import uuid as uuids
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.actions.authoring.writing import open_for_writing, wrote
from karmayogi.learning.actions.draft import LANGUAGES
from karmayogi.learning.models import DraftedPart
from karmayogi.learning.types import DrawnLine, QuizSection

# Of one test: several papers that share some questions. More can come with a course folder (A to Z).
FORMS = ("A", "B", "C", "D")
MOST_SECTIONS, MOST_LINES, MOST_DRAWN, MOST_MINUTES = 10, 20, 200, 600


@transaction.atomic
def save_blueprint(
    *, actor: Actor, draft: uuids.UUID, revision: int, negative_percent: int, sections: Sequence[QuizSection],
    at: dt.datetime,
) -> bool:  # fmt: skip
    """False, and nothing changed, where somebody saved after the form with that revision was opened.

    Where there are sections, they say how many questions an attempt has, and its time where they have minutes: both
    figures of the draft follow. Without any, the whole pool is drawn from in its own proportions. Whether the pool
    fills it is asked when the draft is sent, and told beside the form: a blueprint may be written before its questions.
    """
    found = open_for_writing(actor, draft)
    if found.revision != revision:
        return False
    if not 0 <= negative_percent <= 100:
        raise Refused(_("What a wrong answer takes off must be between 0 and 100 per cent of its mark."))
    kept = [_section(one) for one in sections]
    if len(kept) > MOST_SECTIONS:
        raise Refused(_("A test has at most %(most)s sections.") % {"most": MOST_SECTIONS})
    own = [one.minutes for one in kept if one.minutes is not None]
    if own and len(own) != len(kept):
        raise Refused(_("Give either all sections minutes of their own, or none."))
    drawn, minutes = sum(line.count for one in kept for line in one.lines), sum(own)
    if drawn > MOST_DRAWN or minutes > MOST_MINUTES:
        raise Refused(_("An attempt has at most 200 questions and lasts at most 600 minutes."))
    codes = {line.competency for one in kept for line in one.lines if line.competency}
    if unknown := sorted(codes - competencies.by_codes(codes).keys()):
        raise Refused(_("There is no competency %(codes)s in the framework.") % {"codes": ", ".join(unknown)[:200]})
    found.negative_percent = negative_percent
    found.sections = msgspec.to_builtins(kept) if kept else None
    found.draw, found.quiz_minutes = drawn or found.draw, minutes or found.quiz_minutes
    found.revision += 1
    found.save()
    wrote(found, actor, "blueprint", at, what=str(len(kept)))
    return True


def _section(one: QuizSection) -> QuizSection:
    """As it is kept. Raises Refused in words."""
    titles = {code: title for code in LANGUAGES if (title := " ".join(one.titles.get(code, "").split())[:100])}
    if "en" not in titles or not one.lines:
        raise Refused(_("Each section needs a title in English and at least one line with a number of questions."))
    name = titles["en"]
    if len(one.lines) > MOST_LINES or not all(map(_fits, one.lines)):
        raise Refused(
            _("Section %(name)s: a line asks for 1 to 200 questions, of level and difficulty 1 to 5 or of any.")
            % {"name": name}
        )
    if not (1 <= (one.minutes or 1) <= MOST_MINUTES and 0 <= (one.cut_off or 0) <= 100):
        raise Refused(_("Section %(name)s: minutes from 1, and a cut-off up to 100 per cent.") % {"name": name})
    return QuizSection(titles, tuple(one.lines), one.minutes, one.cut_off)


def _fits(line: DrawnLine) -> bool:
    return 1 <= line.count <= MOST_DRAWN and all(1 <= (what or 1) <= 5 for what in (line.level, line.difficulty))


def letters_of(questions: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The forms that a question can be put into: the editor's, and those that a course folder brought."""
    there = {str(one.get("form", "")) for one in questions}
    return tuple(sorted({*FORMS, *(form for form in there if len(form) == 1 and "A" <= form <= "Z")}))


@transaction.atomic
def set_forms(
    *, actor: Actor, draft: uuids.UUID, part: uuids.UUID, forms: Mapping[str, str], at: dt.datetime
) -> tuple[str, ...]:
    """forms: by the key of a question, "" for one that is in every form; questions that it does not name stay as they
    are. Besides FORMS, a form that is there already can be given. Returns the forms that there are now. One for
    practice alone has none: no test asks it."""
    found = open_for_writing(actor, draft)
    row = DraftedPart.objects.select_for_update().filter(draft=found, uuid=part, kind="quiz").first()
    if row is None:
        raise NotFound
    if not set(forms.values()) <= {"", *letters_of(row.questions)}:
        raise NotFound
    written = []
    for one in row.questions:
        form = forms.get(str(one.get("key", "")), str(one.get("form", "")))
        rest = {name: value for name, value in one.items() if name != "form"}
        written.append(rest | ({"form": form} if form and not one.get("practice") else {}))
    names = tuple(sorted({str(one["form"]) for one in written if one.get("form")}))
    if len(names) == 1:
        raise Refused(_("A test has either no forms or at least two. Put some questions into another form."))
    if written != row.questions:
        row.questions = written
        row.save(update_fields=["questions"])
        wrote(found, actor, "forms", at, what=row.key)
    return names
