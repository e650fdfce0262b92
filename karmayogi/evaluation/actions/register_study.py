"""The plan is signed before anything is measured: from here on nobody can fit the question to the answer."""

import datetime as dt
import hashlib
import json
import uuid as uuids
from typing import Any

import rfc8785
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.credentials import api as credentials
from karmayogi.evaluation.actions.steps import drafted, note
from karmayogi.evaluation.engine import lots
from karmayogi.evaluation.models import Study, StudyIndicator, StudyUnit, StudyWave
from karmayogi.evaluation.queries.studies import access_study, lot_of
from karmayogi.evaluation.types import Design, State
from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, Refused

TYPE = "KarmayogiStudyPlan"
LEAST_UNITS = 4
LEAST_A_SIDE = 2  # one unit alone has no spread: its error would be nothing


@transaction.atomic
def register_study(*, actor: Actor, study: uuids.UUID, at: dt.datetime) -> None:
    """Twice changes nothing. Raises Refused with what the plan still lacks."""
    if access_study(actor, study).state != State.DRAFT:
        return
    row = drafted(actor, study)
    units = list(StudyUnit.objects.filter(study=row).order_by("code"))
    indicators = list(StudyIndicator.objects.filter(study=row).order_by("-primary", "code"))
    waves = list(StudyWave.objects.filter(study=row).order_by("number"))
    if lack := _lack(row, units, indicators, waves, clock.day(at)):
        raise Refused(lack)
    document: dict[str, Any] = {
        "type": TYPE, "version": 1, "uuid": str(row.uuid), "title": row.title, "question": row.question,
        "invented": row.invented, "design": row.design, "samplePerStratum": row.sample, "seats": row.seats,
        "steps": row.steps, "commitment": lots.commitment(row.secret), "power": row.power,
        "assumptions": {
            "effect": row.effect, "answers": row.answers, "icc": row.icc, "stability": row.stability,
            "alpha": row.alpha,
        },
        "analysis": ANALYSIS[Design(row.design)], "lot": LOT if row.design != Design.GIVEN or row.sample else "",
        "indicators": [
            {
                "code": one.code, "name": one.name, "definition": one.definition, "primary": one.primary,
                "higherIsBetter": one.higher_is_better,
            }
            for one in indicators
        ],
        "waves": [
            {"number": one.number, "kind": one.kind, "from": str(one.from_on), "until": str(one.until_on)}
            for one in waves
        ],
        "units": [[one.code, one.stratum, *([] if one.given is None else [one.given])] for one in units],
        "signedAt": at.astimezone(dt.UTC).isoformat(), "issuedBy": str(settings.OWNER_NAME),
    }  # fmt: skip
    row.digest = hashlib.sha256(rfc8785.dumps(document)).hexdigest()
    row.plan = json.dumps(credentials.sign_document(document, at), ensure_ascii=False)
    row.state, row.registered_at = State.REGISTERED, at
    row.save()
    note(row, "sign", actor, at, detail={"digest": row.digest})


LOT = (
    "Seed: SHA-256 in hexadecimal of secret, colon, word. Units stand in the order of SHA-256 of the seed, a colon, "
    "the purpose, a colon and the code. Sample, in each stratum: purpose “sample”. Turns, in each stratum of the "
    "sample: purpose “turn:” and the stratum. Lottery: seats x size of the stratum / size of the sample, rounded "
    "down; seats left over by the greatest remainder, equal ones in the order of purpose “seats” with the stratum as "
    "code. Stepped wedge: the turn of place p from 0 among n is 1 + p x steps / n, rounded down."
)
_BOTH = (
    "Effects of units and waves; standard errors by unit, t with one degree of "
    "freedom less than units; 95 % interval. Other indicators by Holm. "
)
_SEEN = "Units seen at baseline and later. "
ANALYSIS = {
    Design.LOTTERY: _SEEN
    + _BOTH
    + "Difference in differences, baseline to last wave; besides, 999 other lots (Fisher).",
    Design.WEDGE: "Units seen in two waves at least. "
    + _BOTH
    + "Effect of being treated over all waves; besides, 999 other lots (Fisher).",
    Design.GIVEN: _SEEN + _BOTH + "Difference in differences, baseline to last wave; groups were not drawn by lot.",
}


def _lack(
    row: Study, units: list[StudyUnit], indicators: list[StudyIndicator], waves: list[StudyWave], today: dt.date
) -> str:
    """What is missing before it can be signed, "" when nothing is."""
    if len(waves) < 2 or waves[0].kind != "baseline" or waves[-1].kind != "endline":
        return _("A study needs a baseline first and an endline last.")
    if waves[0].from_on < today:
        return _("The baseline has begun: a plan is signed before anything is measured.")
    if not any(one.primary for one in indicators):
        return _("Say which indicator the study stands on.")
    turns = lot_of(row, "planned")
    treated = sum(turn > 0 for turn in turns.values())
    if len(turns) < LEAST_UNITS:
        return _("A study needs at least %(least)s units.") % {"least": LEAST_UNITS}
    if row.design != Design.WEDGE and not LEAST_A_SIDE <= treated <= len(turns) - LEAST_A_SIDE:
        return _("Some units must be trained and others not, or there is nobody to compare with.")
    if row.design == Design.WEDGE and (row.steps < 2 or row.steps >= len(waves)):
        return _("A stepped wedge needs two turns or more, and one wave more than turns.")
    if any(turn >= len(waves) for turn in turns.values()):
        return _("A unit's turn is after the last wave.")
    if not row.power or "impossible" in row.power or "lost" in row.power:
        return _("The power of this plan is not known yet. Try again in a minute.")
    return ""


def plan_signer(row: Study) -> str | None:
    """The key that signed exactly this plan; None when it is not what was signed."""
    document = json.loads(row.plan)
    bare = {key: value for key, value in document.items() if key not in ("issuer", "proof")}
    if hashlib.sha256(rfc8785.dumps(bare)).hexdigest() != row.digest:
        return None
    return credentials.document_signer(document)
