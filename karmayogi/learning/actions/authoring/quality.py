"""The quality form: entered from its file, answered by reviewers; one score for a draft in a round."""

import datetime as dt
import tomllib
import uuid as uuids
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Agent, Refused
from karmayogi.learning.actions.authoring.writing import locked_draft
from karmayogi.learning.engine.authoring.quality import score
from karmayogi.learning.models import Draft, DraftHand, QualityAnswer, QualityForm, QualityQuestion, QualityReview

FILE = Path(__file__).parents[2] / "data" / "quality.toml"


@transaction.atomic
def ensure_quality_form(*, agent: Agent, at: dt.datetime) -> None:
    """Enters the shipped form if that number is not there yet and puts it in force; a second run changes nothing."""
    told = tomllib.loads(FILE.read_text())
    if QualityForm.objects.filter(number__gte=told["number"]).exists():
        return
    QualityForm.objects.filter(in_force=True).update(in_force=False)
    form = QualityForm.objects.create(
        number=told["number"], threshold=told["threshold"], points=told["points"], made_at=at
    )
    questions = [
        QualityQuestion(
            form=form, section=section["key"], section_en=section["en"], section_hi=section["hi"],
            section_ur=section["ur"], weight=section["weight"], key=one["key"], text_en=one["en"], text_hi=one["hi"],
            text_ur=one["ur"],
        )
        for section in told["section"]
        for one in section["question"]
    ]  # fmt: skip
    for place, question in enumerate(questions, 1):
        question.position = place
    QualityQuestion.objects.bulk_create(questions)
    audit.record(
        "learning:quality_form:enter",
        agent=agent,
        at=at,
        kind="quality form",
        subject=form.uuid,
        label=str(form.number),
    )


@transaction.atomic
def give_marks(
    *, actor: Actor, draft: uuids.UUID, marks: dict[str, int], notes: dict[str, str], at: dt.datetime
) -> int:
    """A reviewer's answers to every question of the form in force, by key; given again they replace the first ones.

    Returns the reviewer's own score. The draft's score is the mean over its reviewers of this round. Raises Refused
    where a question is left out, where fewer than the full points come without a note at the lowest mark, and for
    whoever wrote in the draft.
    """
    found = locked_draft(actor, draft, "review")
    if found.status not in (Draft.Status.REVIEW, Draft.Status.READY):
        raise Refused(_("This draft is not in review."))
    if found.author_id == actor.person_id or DraftHand.objects.filter(draft=found, person_id=actor.person_id).exists():
        raise Refused(_("You wrote in this draft. Another person has to review and publish it."))
    ensure_quality_form(agent=actor, at=at)
    form = QualityForm.objects.get(in_force=True)
    questions = list(QualityQuestion.objects.filter(form=form).order_by("position"))
    left = [one for one in questions if marks.get(one.key) not in form.points]
    if left:
        words = ngettext(
            "%(count)s question is not answered yet.", "%(count)s questions are not answered yet.", len(left)
        )
        raise Refused(words % {"count": len(left)})
    silent = [one for one in questions if marks[one.key] == min(form.points) and not notes.get(one.key, "").strip()]
    if silent:
        raise Refused(
            _("Say in a note what is missing where you answered “not at all” (question %(number)s).")
            % {"number": silent[0].position}
        )
    own = score([(one.weight, marks[one.key]) for one in questions], max(form.points))
    review, _new = QualityReview.objects.update_or_create(
        draft=found, round=found.round, reviewer_id=actor.person_id,
        defaults={"form": form, "score": own, "given_at": at},
    )  # fmt: skip
    QualityAnswer.objects.filter(review=review).delete()
    QualityAnswer.objects.bulk_create(
        QualityAnswer(
            review=review, question=one, points=marks[one.key],
            note=notes.get(one.key, "").replace("\0", "").strip()[:2000],
        )
        for one in questions
    )  # fmt: skip
    mean = rows.scalar(
        "select round(avg(score))::int from learning_qualityreview where draft_id = %s and round = %s",
        [found.id, found.round],
    )
    found.score, found.changed_at = mean, at
    found.save(update_fields=["score", "changed_at"])
    audit.record(
        "learning:draft:mark", agent=actor, at=at, kind="draft", subject=found.uuid,
        label=f"{found.course.code} {found.number}", detail={"score": own, "round": found.round},
    )  # fmt: skip
    return own
