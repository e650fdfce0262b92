"""The paper of a drafted test: its blueprint, its forms, a paper as somebody could get it, and what answers said."""

import uuid as uuids
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from karmayogi.kernel import slots
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.authoring.write_paper import (
    MOST_DRAWN,
    MOST_LINES,
    MOST_MINUTES,
    MOST_SECTIONS,
    letters_of,
    save_blueprint,
    set_forms,
)
from karmayogi.learning.engine.authoring.said import Said, SaidPart
from karmayogi.learning.engine.pictures import pictures_named, with_own
from karmayogi.learning.policies import can_over_provider
from karmayogi.learning.queries.authoring.drafts import DraftRow, access_draft
from karmayogi.learning.queries.authoring.parts import PartBefore, part_before
from karmayogi.learning.queries.authoring.said import draft_said
from karmayogi.learning.queries.pictures import drafted_pictures
from karmayogi.learning.types import DrawnLine, QuizSection, QuizSpec
from karmayogi.learning.web.authoring.drafts import heading
from karmayogi.learning.web.words import LANGUAGE_NAMES
from karmayogi.ui.api import pick, render

PAGE = 50  # questions to be put into forms
SPARE = 2  # empty lines in each section, and one empty section, so that no script is needed to add any


def part_in(said: Said, piece: uuids.UUID) -> SaidPart:
    """Raises NotFound."""
    found = next((part for part in said.parts if part.uuid == str(piece)), None)
    if found is None:
        raise NotFound
    return found


def taught_in_words(said: Said) -> tuple[tuple[str, str], ...]:
    """(code, name) of each competency of the course."""
    return tuple((one.code, pick(one.name_en, one.name_hi, one.name_ur)) for one in said.taught)


def page_of(questions: Sequence[Mapping[str, Any]], after: str, size: int) -> tuple[list[Mapping[str, Any]], str]:
    """The questions after the one with that key, and the key after which there are more; "" where there are none."""
    start = next((place for place, one in enumerate(questions, start=1) if one.get("key") == after), 0)
    page = list(questions[start : start + size])
    return page, str(page[-1].get("key", "")) if start + size < len(questions) else ""


def shown_of(part: SaidPart, questions: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """These questions of a drafted test as they are shown: with no picture but those of the test."""
    if not any(pictures_named(one) for one in questions):
        return list(questions)
    own = {one.name for one in drafted_pictures(part.uuid, ("en",))}
    texts = ("text", "options", "body")
    return [{**one, **{name: with_own(one[name], own) for name in texts if name in one}} for one in questions]


def after_in(request: SignedInRequest) -> str:
    """After which question the page that is asked for, or was sent, begins."""
    return (request.POST if request.method == "POST" else request.GET).get("after", "")


class SectionForm(forms.Form):
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes of its own"), min_value=1, max_value=MOST_MINUTES, required=False
    )
    cut_off = forms.IntegerField(
        label=gettext_lazy("Needed in it to pass, in per cent"), min_value=0, max_value=100, required=False
    )

    def __init__(self, *args: Any, declared: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {
            f"title_{code}": forms.CharField(
                label=_("Title – %(language)s") % {"language": LANGUAGE_NAMES[code]}, max_length=100, required=False,
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )
            for code in declared
        }  # fmt: skip
        self.fields = {**titles, **self.fields}


class LineForm(forms.Form):
    """One line of a section; without a count it is none."""

    count = forms.IntegerField(label=gettext_lazy("Questions"), min_value=1, max_value=MOST_DRAWN, required=False)
    competency = forms.ChoiceField(label=gettext_lazy("Competency"), required=False)
    level = forms.TypedChoiceField(label=gettext_lazy("Level"), coerce=int, empty_value=None, required=False)
    difficulty = forms.TypedChoiceField(label=gettext_lazy("Difficulty"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, taught: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [(n, str(n)) for n in range(1, 6)]
        for name, choices in (("competency", list(taught)), ("level", steps), ("difficulty", steps)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("any")), *choices]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label or ""


class BlueprintForm:
    """Sections with their lines, as plain forms with prefixes: s0, s0l0, s0l1, … The last ones are empty."""

    def __init__(self, said: Said, data: QueryDict | None, negative: int) -> None:
        initial = {"negative_percent": negative}
        self.terms = TermsForm(data, initial=initial)
        # What a line asked for before stays a choice, also where the course teaches it no more.
        known = dict(taught_in_words(said))
        for one in said.sections:
            known |= {line.competency: line.competency for line in one.lines if line.competency not in {*known, ""}}
        taught = tuple(known.items())
        self.declared = said.languages
        self.sections: list[tuple[SectionForm, list[LineForm]]] = []
        # All that a course folder brought is shown, also beyond what may be saved here: nothing goes unseen.
        for place in range(_places(len(said.sections), 1, MOST_SECTIONS, data)):
            prefix = f"s{place}"
            if data is not None and f"{prefix}-minutes" not in data:
                break
            kept = said.sections[place] if place < len(said.sections) else None
            about: dict[str, Any] = {f"title_{code}": title for code, title in kept.titles.items()} if kept else {}
            about |= {"minutes": kept.minutes, "cut_off": kept.cut_off} if kept else {}
            lines: list[LineForm] = []
            for at in range(_places(len(kept.lines) if kept else 0, SPARE, MOST_LINES, data)):
                line_prefix = f"{prefix}l{at}"
                if data is not None and f"{line_prefix}-count" not in data:
                    break
                line = kept.lines[at] if kept and at < len(kept.lines) else None
                start = (
                    {"count": line.count, "competency": line.competency, "level": line.level,
                     "difficulty": line.difficulty}
                    if line else {}
                )  # fmt: skip
                lines.append(LineForm(data, prefix=line_prefix, initial=start, taught=taught))
            section = SectionForm(data, prefix=prefix, initial=about, declared=said.languages)
            self.sections.append((section, lines))

    def is_valid(self) -> bool:
        every = [self.terms, *(form for section, lines in self.sections for form in (section, *lines))]
        valid = [form.is_valid() for form in every]  # all of them are asked: each says what is wrong with it
        return all(valid)

    def blueprint(self) -> list[QuizSection]:
        """Those in which something stands."""
        found = []
        for section, lines in self.sections:
            said = section.cleaned_data
            titles = {code: said[f"title_{code}"] for code in self.declared if said[f"title_{code}"].strip()}
            wanted = tuple(
                DrawnLine(one["count"], one["competency"], one["level"], one["difficulty"])
                for one in (line.cleaned_data for line in lines)
                if one["count"]
            )
            if titles or wanted or said["minutes"] is not None or said["cut_off"] is not None:
                found.append(QuizSection(titles, wanted, said["minutes"], said["cut_off"]))
        return found


def _places(there: int, spare: int, most: int, data: QueryDict | None) -> int:
    """How many of them a form has; of one that was sent, how many it can have."""
    return max(there, most if data is not None else min(most, there + spare))


class TermsForm(forms.Form):
    negative_percent = forms.IntegerField(
        label=gettext_lazy("What a wrong answer takes off, in per cent of its mark"), min_value=0, max_value=100,
        help_text=gettext_lazy("0 for nothing. What is right in part is not wrong."),
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: SignedInRequest, draft: uuids.UUID, piece: uuids.UUID) -> HttpResponse:
    """For whoever may see the draft; what it says is changed by whoever may write in it."""
    posted = request.method == "POST"
    row = access_draft(request.actor, draft, "write" if posted else "see")
    said = draft_said(row.id)
    here = part_in(said, piece)
    if here.kind != "quiz":
        raise NotFound
    act = request.POST.get("act", "") if posted else ""
    form = BlueprintForm(said, request.POST if act == "blueprint" else None, said.negative_percent)
    problem, status = "", 200
    try:
        if act == "blueprint" and form.is_valid():
            saved = save_blueprint(
                actor=request.actor, draft=draft, revision=number(request.POST.get("revision", "")) or 0,
                negative_percent=form.terms.cleaned_data["negative_percent"], sections=form.blueprint(), at=request.at,
            )  # fmt: skip
            if saved:
                return _saved(request, draft, piece, _("The blueprint is saved."))
            status, problem = 409, _("Somebody saved this draft after you opened it. Look at it and save again.")
        elif act == "blueprint":
            problem = _("There is a problem")
        elif act == "forms":
            allowed = ("", *letters_of(here.questions))
            chosen = {
                name.removeprefix("form-"): value
                for name, value in request.POST.items()
                if name.startswith("form-") and value in allowed
            }
            names = set_forms(actor=request.actor, draft=draft, part=piece, forms=chosen, at=request.at)
            told = _("The test has the forms %(names)s.") % {"names": ", ".join(names)} if names else ""
            return _saved(request, draft, piece, told or _("The test has one form."))
    except Refused as refused:
        problem = str(refused)
    status = status if status == 409 or not problem else 422
    shown = _shown(request, row, said, here, form, problem, status == 409)
    return render(request, "learning/authoring/paper.html", shown, status)


def _saved(request: SignedInRequest, draft: uuids.UUID, piece: uuids.UUID, told: str) -> HttpResponse:
    messages.success(request, told)
    after = after_in(request)
    url = reverse("learning:draft_paper", args=(draft, piece))
    return HttpResponseRedirect(f"{url}?{urlencode({'after': after})}#forms" if after else url)


def _shown(
    request: SignedInRequest, row: DraftRow, said: Said, here: SaidPart, form: BlueprintForm, problem: str, stale: bool
) -> dict[str, Any]:
    place = number(request.GET.get("paper", "")) or 1
    shown = shown_of(here, here.questions)
    pool, after, url = [one for one in shown if not one.get("practice")], after_in(request), _url(row, here)
    page, more = page_of(pool, after, PAGE)
    wanted = request.GET.get("form", "")
    preview = slots.one("learning.preview_paper")([dict(one) for one in here.questions], _spec(said), wanted, place)
    names = [one.name for one in preview.forms]
    before = part_before(row.based_on_id, here.key)
    figures = slots.one("learning.paper_figures")(before.uuid) if before else []
    return heading(request, row, said) | {
        "piece": here, "form": form, "problem": problem, "preview": preview, "page": page, "after": after,
        "next_href": f"{url}?{urlencode({'after': more})}#forms" if more else None,
        "first_href": f"{url}#forms" if after else None,
        "may_change": row.status == "draft" and can_over_provider(request.actor, row.path, row.held, "write"),
        "chosen": wanted if wanted in names else (names[0] if names else ""), "number": place,
        "letters": letters_of(here.questions),
        # A form with a mistake in it is still of the revision that was opened: who saved since is not passed over.
        "revision": request.POST.get("revision", "") if form.terms.is_bound and not stale else row.revision,
        "texts": {str(one.get("key", "")): one.get("text", {}) for one in shown},
        "figures": figures, "before": before,
        "figures_url": _figures_url(request, row, before) if before and figures else "",
    }  # fmt: skip


def _url(row: DraftRow, here: SaidPart) -> str:
    return reverse("learning:draft_paper", args=(row.uuid, here.uuid))


def _figures_url(request: SignedInRequest, row: DraftRow, before: PartBefore) -> str:
    """Of the page with all figures; "" for whoever may not open it."""
    url = reverse("assessment:figures", args=[before.uuid])
    tools = [tool for tools in slots.every("learning.course_tools") for tool in tools(request.actor, row.course_uuid)]
    return url if url in {address for _title, links in tools for _label, address in links} else ""


def _spec(said: Said) -> QuizSpec:
    return QuizSpec(
        said.draw, said.quiz_minutes, said.attempts, said.pass_percent, said.negative_percent, said.sections,
        said.second_percent, said.peers,
    )  # fmt: skip
