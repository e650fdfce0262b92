"""Filling the pool of a test. Called by learning, inside its own transaction, when a course version is published."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.write_blueprint import check_blueprint, write_blueprint
from karmayogi.assessment.engine import kinds, question_file
from karmayogi.assessment.engine.question_file import Fault, ItemDraft, Mistake
from karmayogi.assessment.models import Item, ItemText, Option, OptionText, Paper, PaperItem, PracticeItem
from karmayogi.assessment.types import ImportedQuestions
from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import Refused
from karmayogi.learning.types import QuizSpec


@transaction.atomic
def import_questions(part_id: int, questions: list[dict[str, Any]], spec: QuizSpec) -> ImportedQuestions:
    """Makes these questions the pool of the part's test, on the terms of `spec`.

    The same content again changes nothing. A changed question becomes the next version under its key and takes the
    place of the older one in this pool; attempts keep the wording they were drawn with. Raises Refused in words for a
    pool that cannot be used. The right to publish is checked by the caller, which alone can name the part.
    """
    drafts = check_questions(questions, spec)
    terms = {
        "draw": spec.draw,
        "minutes": spec.minutes,
        "attempts": spec.attempts,
        "pass_percent": spec.pass_percent,
        "negative_percent": spec.negative_percent,
        "second_percent": spec.second_percent,
        "peers": spec.peers,
    }
    paper, _made = Paper.objects.update_or_create(part_id=part_id, defaults=terms)
    course_id: int = Paper.objects.values_list("part__version__course_id", flat=True).get(id=paper.id)
    known = {(item.key, item.digest): item.id for item in Item.objects.filter(course_id=course_id)}
    fresh = [draft for draft in drafts if (draft.key, draft.digest) not in known]
    if fresh:
        known |= _write(course_id, fresh)
    forms = forms_in(questions)
    wanted = {known[draft.key, draft.digest]: forms[draft.key] for draft in drafts if not draft.practice}
    had = dict(PaperItem.objects.filter(paper=paper).values_list("item_id", "form"))
    gone = [id for id, form in had.items() if wanted.get(id) != form]
    PaperItem.objects.filter(paper=paper, item_id__in=gone).delete()
    PaperItem.objects.bulk_create(
        PaperItem(paper=paper, item_id=id, form=form) for id, form in sorted(wanted.items()) if had.get(id) != form
    )
    practice = {known[draft.key, draft.digest] for draft in drafts if draft.practice}
    PracticeItem.objects.filter(paper=paper).exclude(item_id__in=practice).delete()
    PracticeItem.objects.bulk_create(
        (PracticeItem(paper=paper, item_id=id) for id in sorted(practice)), ignore_conflicts=True
    )
    write_blueprint(paper.id, spec)
    return ImportedQuestions(new=len(fresh), kept=len(drafts) - len(fresh), dropped=len(had.keys() - wanted.keys()))


def forms_in(questions: list[dict[str, Any]]) -> dict[str, str]:
    """By key: the form (A to Z) to which a question belongs, "" for one that is in every form."""
    return {
        str(one.get("key", "")): form if len(form := str(one.get("form", ""))) == 1 and "A" <= form <= "Z" else ""
        for one in questions
    }


def check_pool(questions: list[dict[str, Any]]) -> list[ItemDraft]:
    """The questions as they would be written, while a test is still being drafted: nothing is written.

    Raises Refused in words for the first one that cannot be asked.
    """
    try:
        return question_file.read(questions)
    except Fault as fault:
        raise Refused(in_words(fault)) from fault


def check_questions(questions: list[dict[str, Any]], spec: QuizSpec) -> list[ItemDraft]:
    """The same for a test that is ready: its terms fit the pool as well. Raises Refused in words."""
    drafts = check_pool(questions)
    pool = [draft for draft in drafts if not draft.practice]
    if not pool:
        raise Refused(_("The test has no questions."))
    if spec.draw < 1 or spec.minutes < 1 or spec.attempts < 1 or not 0 <= spec.pass_percent <= 100:
        raise Refused(_("The test needs at least one question, one minute and one attempt, and a pass mark up to 100."))
    if not (0 <= spec.second_percent <= 100 and 0 <= spec.peers <= 5):
        raise Refused(
            _("Up to 100 per cent of the texts are marked by two persons, and up to five learners mark each.")
        )
    check_blueprint(pool, spec)
    if spec.draw > len(pool):
        raise Refused(
            _("The test draws %(draw)s questions, but the pool has %(pool)s.") % {"draw": spec.draw, "pool": len(pool)}
        )
    every = forms_in(questions)
    forms = [every[draft.key] for draft in pool]
    for form in sorted({*forms} - {""}):
        if (has := sum(1 for one in forms if one in ("", form))) < spec.draw:
            raise Refused(
                _("The test draws %(draw)s questions, but form %(form)s has %(pool)s.")
                % {"draw": spec.draw, "form": form, "pool": has}
            )
        try:
            check_blueprint([draft for draft, of in zip(pool, forms, strict=True) if of in ("", form)], spec)
        except Refused as thin:
            raise Refused(_("Form %(form)s: %(reason)s") % {"form": form, "reason": thin}) from thin
    return drafts


def _write(course_id: int, drafts: list[ItemDraft]) -> dict[tuple[str, str], int]:
    codes = {draft.competency for draft in drafts if draft.competency}
    found = competencies.by_codes(codes)
    if unknown := sorted(codes - found.keys()):
        raise Refused(_("There is no competency %(codes)s in the framework.") % {"codes": ", ".join(unknown)})
    newest: dict[str, int] = {}
    for key, version in Item.objects.filter(course_id=course_id).order_by("version").values_list("key", "version"):
        newest[key] = version
    items = Item.objects.bulk_create(
        Item(
            course_id=course_id,
            key=draft.key,
            version=newest.get(draft.key, 0) + 1,
            digest=draft.digest,
            kind=draft.kind,
            difficulty=draft.difficulty,
            clause=draft.clause,
            competency_id=found[draft.competency].id if draft.competency else None,
            level=draft.level,
            body=draft.body,
            practice=draft.practice,
        )
        for draft in drafts
    )
    ItemText.objects.bulk_create(
        ItemText(item=item, language=language, text=text, why=draft.why.get(language, ""))
        for item, draft in zip(items, drafts, strict=True)
        for language, text in draft.text.items()
    )
    options = Option.objects.bulk_create(
        Option(item=item, key=option.key, position=position, correct=option.correct, weight=option.weight)
        for item, draft in zip(items, drafts, strict=True)
        for position, option in enumerate(draft.options, start=1)
    )
    texts = (option.text for draft in drafts for option in draft.options)
    OptionText.objects.bulk_create(
        OptionText(option=option, language=language, text=text)
        for option, by_language in zip(options, texts, strict=True)
        for language, text in by_language.items()
    )
    return {(item.key, item.digest): item.id for item in items}


def in_words(fault: Fault) -> str:
    """What is wrong with a question and what its author can do, in the reader's language."""
    words = {
        Mistake.NO_KEY: _("it has no key, or one of more than 60 characters."),
        Mistake.TWICE: _("the key is used twice. Give each question its own."),
        Mistake.KIND: _("its kind must be one of %(kinds)s.") % {"kinds": ", ".join(kinds.KINDS)},
        Mistake.DIFFICULTY: _("its difficulty must be a number from 1 to 5."),
        Mistake.WEIGHTS: _("every option needs a weight from 0 to 100, and one of them more than 0."),
        Mistake.LINES: _("it needs 2 to 20 lines, each with a key of its own, and for matching a column for each."),
        Mistake.GAPS: _("every gap (____) of its text needs an accepted answer, in every language."),
        Mistake.NUMBER: _("its value and its tolerance must be numbers."),
        Mistake.RUBRIC: _("its rubric needs lines with a key, a text and points from 1 to 100."),
        Mistake.PARTS: _("a case needs 1 to 10 parts of other kinds, each with a text; a short text is none."),
        Mistake.NO_ENGLISH: _("the question and every option need an English text."),
        Mistake.OPTIONS: _("it needs at least two options, each with a key of its own."),
        Mistake.ONE_RIGHT: _("exactly one option must be marked as correct."),
        Mistake.SOME_RIGHT: _("at least one option must be correct and at least one must not."),
        Mistake.PRACTICE: _("a short text is marked by a person, so it cannot be a question for practice."),
        Mistake.SHAPE: _("it is not written as the format asks."),
    }
    return _("Question %(key)s: %(mistake)s") % {"key": fault.key, "mistake": words[fault.mistake]}
