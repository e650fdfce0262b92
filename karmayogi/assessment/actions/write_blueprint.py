"""The blueprint of a test: sections, and how many questions of which kind each attempt gets from them."""

import uuid

from django.utils.translation import gettext as _

from karmayogi.assessment.engine import blueprint
from karmayogi.assessment.engine.question_file import ItemDraft
from karmayogi.assessment.models import PaperCell, PaperSection
from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import Refused
from karmayogi.learning.types import DrawnLine, QuizSpec

_ANY = uuid.UUID(int=0)


def check_blueprint(drafts: list[ItemDraft], spec: QuizSpec) -> None:
    """Raises Refused in words where its figures do not agree, or the pool is too thin for one paper."""
    if not 0 <= spec.negative_percent <= 100:
        raise Refused(_("What a wrong answer takes off must be between 0 and 100 per cent of its mark."))
    if not spec.sections:
        return
    if not _agrees(spec):
        raise Refused(
            _(
                "The sections do not agree with the test: each needs a title and questions, their questions add up to"
                " those of the test, and either none or all have minutes, which add up to its time."
            )
        )
    draw_drafted(drafts, spec, _ANY)


def draw_drafted(drafts: list[ItemDraft], spec: QuizSpec, seed: uuid.UUID) -> list[blueprint.Placed]:
    """A paper of questions that are not stored yet, by their place. Raises Refused in words where the pool is thin."""
    lines = [line for section in spec.sections for line in section.lines]
    codes = {code: number for number, code in enumerate(sorted({draft.competency for draft in drafts}))}
    bank = [
        blueprint.Banked(number, draft.difficulty, codes[draft.competency], draft.level)
        for number, draft in enumerate(drafts)
    ]
    cells = [
        blueprint.Cell(number, line.count, codes.get(line.competency, -1) if line.competency else None, line.level,
                       line.difficulty)
        for number, section in enumerate(spec.sections, start=1) for line in section.lines
    ]  # fmt: skip
    try:
        return blueprint.draw(bank, cells, seed)
    except blueprint.Thin as thin:
        line = lines[cells.index(thin.cell)]
        raise Refused(
            _("The pool is too thin: for %(what)s it has %(has)s questions to spare, and %(count)s are needed.")
            % {"what": _said(line), "has": thin.has, "count": line.count}
        ) from thin


def _agrees(spec: QuizSpec) -> bool:
    lines = [line for section in spec.sections for line in section.lines]
    own = [section.minutes for section in spec.sections if section.minutes is not None]
    cut_offs = [section.cut_off for section in spec.sections if section.cut_off is not None]
    numbers = [*own, *cut_offs, *(line.count for line in lines)]
    return (
        all(type(number) is int for number in numbers)
        and all(line.count >= 1 for line in lines)
        and all(section.lines and section.titles.get("en") for section in spec.sections)
        and sum(line.count for line in lines) == spec.draw
        and all(minutes >= 1 for minutes in own)
        and (not own or (len(own) == len(spec.sections) and sum(own) == spec.minutes))
        and all(0 <= cut_off <= 100 for cut_off in cut_offs)
    )


def _said(line: DrawnLine) -> str:
    words = [
        line.competency,
        _("level %(level)s") % {"level": line.level} if line.level else "",
        _("difficulty %(difficulty)s") % {"difficulty": line.difficulty} if line.difficulty else "",
    ]
    return ", ".join(filter(None, words)) or _("any question")


def write_blueprint(paper_id: int, spec: QuizSpec) -> None:
    """Puts the blueprint in place of the one there was. Attempts that are open keep the questions they were given."""
    PaperCell.objects.filter(paper_id=paper_id).delete()
    PaperSection.objects.filter(paper_id=paper_id).delete()
    lines = [(number, line) for number, section in enumerate(spec.sections, start=1) for line in section.lines]
    found = competencies.by_codes({line.competency for _number, line in lines if line.competency})
    PaperSection.objects.bulk_create(
        PaperSection(
            paper_id=paper_id, number=number, titles=section.titles, minutes=section.minutes, cut_off=section.cut_off
        )
        for number, section in enumerate(spec.sections, start=1)
    )
    PaperCell.objects.bulk_create(
        PaperCell(
            paper_id=paper_id,
            number=number,
            section=section,
            count=line.count,
            competency_id=found[line.competency].id if line.competency else None,
            level=line.level,
            difficulty=line.difficulty,
        )
        for number, (section, line) in enumerate(lines, start=1)
    )
