"""What is done to a study from its page."""

import uuid as uuids
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.evaluation.actions.bring_wave import bring_wave, take_service
from karmayogi.evaluation.actions.depart import close_study, say_departure
from karmayogi.evaluation.actions.draft_study import bring_units, set_indicators, set_waves
from karmayogi.evaluation.actions.draw_lot import draw_lot
from karmayogi.evaluation.actions.read_table import MOST_BYTES
from karmayogi.evaluation.actions.register_study import register_study
from karmayogi.evaluation.models import ServiceIndicator, Study, StudyIndicator, StudyWave
from karmayogi.evaluation.queries.studies import access_study
from karmayogi.evaluation.types import IndicatorTerms, WaveKind, WaveTerms
from karmayogi.evaluation.web.forms import IndicatorForm, WaveForm
from karmayogi.evaluation.web.studies import shown
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in


@require_POST
@signed_in
def act(request: SignedInRequest, study: uuids.UUID) -> HttpResponse:
    """Does it and shows the page anew; what is refused is said on the page, beside what was typed."""
    row = access_study(request.actor, study)
    said: dict[str, Any] = {"actor": request.actor, "study": study, "at": request.at}
    post = request.POST
    wave = number(post.get("wave", ""))
    wave = -1 if wave is None else wave
    acts: dict[str, Callable[[], object]] = {
        "units": lambda: bring_units(**said, content=_file(request)[1]),
        "sign": lambda: register_study(**said),
        "draw": lambda: draw_lot(**said, word=post.get("word", "")),
        "bring": lambda: _bring(request, said, wave),
        "service": lambda: take_service(**said, wave=wave),
        "deviate": lambda: say_departure(**said, words=post.get("words", "")),
        "close": lambda: close_study(**said),
    }

    # All of a plan are set at once: locked before they are read, or two who add at the same time lose one.
    def indicators(change: Callable[[list[IndicatorTerms]], list[IndicatorTerms]]) -> None:
        with transaction.atomic():
            set_indicators(**said, terms=change(_indicators(access_study(request.actor, study, locked=True))))

    def waves(change: Callable[[list[WaveTerms]], list[WaveTerms]]) -> None:
        with transaction.atomic():
            set_waves(**said, terms=change(_waves(access_study(request.actor, study, locked=True))))

    # By its first day and not by its number: the second press on a slow day would remove the wave that moved up.
    acts["drop_wave"] = lambda: waves(lambda all_: [one for one in all_ if str(one.from_on) != post.get("from")])
    acts["drop_indicator"] = lambda: indicators(lambda all_: [one for one in all_ if one.code != post.get("code")])
    try:
        if post.get("do") == "indicator":
            form = IndicatorForm(post, services=_services(), auto_id="indicator_%s")
            if not form.is_valid():
                return shown(request, row, indicator_form=form)
            indicators(lambda all_: [*all_, form.terms()])
        elif post.get("do") == "wave":
            days = WaveForm(post, auto_id="wave_%s")
            if not days.is_valid():
                return shown(request, row, wave_form=days)
            waves(lambda all_: [*all_, days.terms()])
        else:
            do = acts.get(post.get("do", ""))
            if do is None:
                raise NotFound
            do()
    except Refused as refusal:
        return shown(request, access_study(request.actor, study), refusal=str(refusal))
    messages.success(request, _("Kept."))
    return HttpResponseRedirect(reverse("evaluation:study", args=[study]))


def _bring(request: SignedInRequest, said: dict[str, Any], wave: int) -> None:
    name, content = _file(request)
    bring_wave(**said, wave=wave, name=name, content=content)


def _file(request: SignedInRequest) -> tuple[str, bytes]:
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("Choose a file."))
    if file.size is None or file.size > MOST_BYTES:
        raise Refused(_("The file is larger than 5 MB."))
    return file.name or "", file.read()


def _services() -> list[tuple[str, str]]:
    return [(str(uuid), name) for uuid, name in ServiceIndicator.objects.values_list("uuid", "name")]


def _indicators(row: Study) -> list[IndicatorTerms]:
    found = StudyIndicator.objects.filter(study=row).select_related("service").order_by("id")
    return [
        IndicatorTerms(
            one.code, one.name, one.definition, one.higher_is_better, one.primary,
            one.service.uuid if one.service else None,
        )
        for one in found
    ]  # fmt: skip


def _waves(row: Study) -> list[WaveTerms]:
    found = StudyWave.objects.filter(study=row).order_by("number")
    return [WaveTerms(WaveKind(one.kind), one.from_on, one.until_on) for one in found]
