"""What the unit says about a competency: how much it matters, why, by which lenses; and counted answers of a survey."""

import datetime as dt
import uuid as uuids

from django.utils.translation import gettext as _

from karmayogi.capacity.actions.read_table import read_table
from karmayogi.capacity.actions.writing import plain, writing
from karmayogi.capacity.models import Importance, SurveyCount
from karmayogi.capacity.types import MOST_PEOPLE, Lens
from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.web.choices import number
from karmayogi.orgs import api as orgs

MOST_LINES = 20_000
COLUMNS = ("designation", "competency", "answers", "asked")


def set_importance(
    *, actor: Actor, plan: uuids.UUID, revision: int, competency: str, value: int, reason: str,
    lenses: tuple[Lens, ...], at: dt.datetime,
) -> None:  # fmt: skip
    """competency: its code. value 1 to 5, with a reason: who reads the plan sees both."""
    found = competencies.by_codes([competency]).get(competency)
    if found is None:
        raise NotFound
    reason = plain(reason, 500)
    if not 1 <= value <= 5:
        raise Refused(_("The importance is a number from 1 to 5."))
    if not reason:
        raise Refused(_("Say why it matters so much: whoever signs the plan reads it."))
    with writing(actor, plan, revision, at, f"importance {competency}") as row:
        Importance.objects.update_or_create(
            plan=row, competency_id=found.id,
            defaults={
                "value": value, "reason": reason, "national": Lens.NATIONAL in lenses,
                "citizen": Lens.CITIZEN in lenses, "technology": Lens.TECHNOLOGY in lenses,
            },
        )  # fmt: skip


def import_survey(*, actor: Actor, plan: uuids.UUID, revision: int, content: bytes, at: dt.datetime) -> int:
    """Counted answers as CSV with the columns of COLUMNS take the place of the file before; how many lines. What a
    survey of the product counted stays, but for what the file has too.

    Refused, with the line: whatever is not understood. Nothing of a file with a fault is kept.
    """
    counts = _read(content)
    with writing(actor, plan, revision, at, "survey") as row:
        SurveyCount.objects.filter(plan=row, survey__isnull=True).delete()
        SurveyCount.objects.bulk_create(
            [
                SurveyCount(plan=row, designation_id=key[0], competency_id=key[1], answers=answers, asked=asked)
                for key, (answers, asked) in counts.items()
            ],
            batch_size=2_000,
            update_conflicts=True,
            unique_fields=["plan", "competency", "designation"],
            update_fields=["answers", "asked", "survey"],
        )
    return len(counts)


def _read(content: bytes) -> dict[tuple[int, int], tuple[int, int]]:
    cells = read_table(content, COLUMNS, MOST_LINES)
    posts = orgs.designations_by_name({line[0] for _place, line in cells})
    codes = competencies.by_codes({line[1] for _place, line in cells if len(line) > 1})
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for place, line in cells:
        wrong = ""
        answers, asked = (number(line[2]), number(line[3])) if len(line) == 4 else (None, None)
        if len(line) != 4:
            wrong = _("it has not four cells")
        elif line[0] not in posts:
            wrong = _("there is no designation “%(name)s”") % {"name": line[0][:80]}
        elif line[1] not in codes:
            wrong = _("there is no competency with the code “%(code)s”") % {"code": line[1][:40]}
        elif not answers or asked is None or asked > answers or answers > MOST_PEOPLE:
            wrong = _("those who asked for it cannot be more than those who answered")
        elif (posts[line[0]].id, codes[line[1]].id) in found:
            wrong = _("the same designation and competency stand further up")
        if wrong:
            raise Refused(_("Line %(line)s: %(fault)s. Nothing of the file is kept.") % {"line": place, "fault": wrong})
        assert answers is not None and asked is not None
        found[posts[line[0]].id, codes[line[1]].id] = (answers, asked)
    return found
