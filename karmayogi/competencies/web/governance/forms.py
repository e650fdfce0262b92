"""The form of a proposal: what it asks for depends on the kind of change."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karmayogi.competencies.actions.governance.propose import Item
from karmayogi.competencies.actions.governance.versions import wordings
from karmayogi.competencies.engine.governance.wording import AREAS, GLOSS, NAME, TEXTS, THEME, Wording
from karmayogi.competencies.queries.governance.frameworks import FrameworkRow, StatementRow
from karmayogi.competencies.queries.governance.proposals import ItemRow
from karmayogi.competencies.web.governance.words import area_in_words, field_in_words
from karmayogi.kernel.access import Refused

PARTS = {"add": 1, "split": 3}  # how many new competencies the form has room for
_LONGEST = {"name": NAME, "theme": THEME, "gloss": GLOSS}
_ORDER = ("name_en", "name_hi", "name_ur", "gloss_en", "gloss_hi", "theme_en", "theme_hi", "theme_ur")


class ProposalForm(forms.Form):
    """`items()` is what was filled in, as the action takes it; raises Refused for a code that is not there."""

    title = forms.CharField(label=gettext_lazy("Title of the proposal"), max_length=200)
    reason = forms.CharField(
        label=gettext_lazy("Why is it needed?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )

    def __init__(self, row: FrameworkRow, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.kind = row, kind
        self.said = wordings(row.version_id)
        self.by_code = {statement.code: statement for statement, _wording in self.said.values()}
        if kind not in ("add",):
            self.fields["subjects"] = forms.CharField(
                label=_("Codes of the competencies that go, with commas between them")
                if kind == "merge"
                else _("Code of the competency"),
                max_length=400,
            )
        if kind in ("merge", "deprecate"):
            self.fields["target"] = forms.CharField(
                label=_("Code of the one that stays in their place"), max_length=60, required=kind == "merge"
            )
        if kind == "relevel":
            self._level_fields()
        for part in range(1, PARTS.get(kind, 0) + 1):
            self._wording_fields(f"new{part}_", needed=part <= (2 if kind == "split" else 1), number=part)
        if kind == "reword":
            self._wording_fields("", needed=True)

    def _wording_fields(self, head: str, *, needed: bool, number: int = 0) -> None:
        count = f"{number}. " if self.kind == "split" else ""
        for name in _ORDER:
            long = name.startswith("gloss")
            self.fields[head + name] = forms.CharField(
                label=count + field_in_words(name), max_length=_LONGEST[name.partition("_")[0]],
                required=needed and name in ("name_en", "theme_en"),
                widget=forms.Textarea(attrs={"rows": 2}) if long else forms.TextInput(),
            )  # fmt: skip
        self.fields[head + "area"] = forms.ChoiceField(
            label=count + _("Area"), choices=[(area, area_in_words(area)) for area in AREAS], required=needed,
            initial="domain",
        )  # fmt: skip

    def _level_fields(self) -> None:
        for level in range(1, 6):
            self.fields[f"level_{level}"] = forms.IntegerField(
                label=_("What was level %(level)s becomes") % {"level": level}, min_value=1, max_value=5, initial=level
            )
            self.fields[f"level_{level}_en"] = forms.CharField(
                label=field_in_words(f"level_{level}_en"), widget=forms.Textarea(attrs={"rows": 2}), required=False,
                max_length=1000,
            )  # fmt: skip

    def items(self) -> list[Item]:
        data = self.cleaned_data
        found = [self._subject(code, data) for code in _codes(data.get("subjects", ""))]
        if data.get("target"):
            found.append(Item("target", self._statement(data["target"].strip()).uuid))
        for part in range(1, PARTS.get(self.kind, 0) + 1):
            head = f"new{part}_"
            if data[head + "name_en"]:
                found.append(Item("new", wording=self._wording(head, Wording())))
        return found

    def subject_ids(self) -> set[int]:
        codes = _codes(self.cleaned_data.get("subjects", ""))
        return {self.by_code[code].competency_id for code in codes if code in self.by_code}

    def _subject(self, code: str, data: dict[str, Any]) -> Item:
        statement = self._statement(code)
        now = self.said[statement.competency_id][1]
        if self.kind == "reword":
            return Item("subject", statement.uuid, self._wording("", now))
        if self.kind == "relevel":
            texts = {level: data.get(f"level_{level}_en", "").strip() for level in range(1, 6)}
            descriptors = {
                level: (text, *now.descriptors[level][1:])
                if level in now.descriptors and now.descriptors[level][0] == text
                else (text, "", "")
                for level, text in texts.items()
                if text
            }
            said = Wording(**{name: getattr(now, name) for name in _FIELDS}, descriptors=descriptors)
            return Item("subject", statement.uuid, said, tuple(data[f"level_{level}"] for level in range(1, 6)))
        return Item("subject", statement.uuid)

    def _wording(self, head: str, now: Wording) -> Wording:
        data = self.cleaned_data
        theme = next(
            (one for one in self.by_code.values()
             if (one.area, one.theme_en) == (data[head + "area"], data[head + "theme_en"].strip())), None,
        )  # fmt: skip
        return Wording(
            area=data[head + "area"], group=now.group, guna=now.guna, descriptors=now.descriptors,
            theme_number=theme.theme_number if theme else now.theme_number,
            **{name: data[head + name].strip() for name in TEXTS},
        )  # fmt: skip

    def _statement(self, code: str) -> StatementRow:
        found = self.by_code.get(code)
        if found is None or found.status != "published":
            raise Refused(_("There is no competency %(code)s in use here.") % {"code": code})
        return found


_FIELDS = ("area", "group", "theme_number", *TEXTS, "guna")


def _codes(text: str) -> list[str]:
    return [code for code in re.split(r"[\s,;]+", text) if code]


def prefilled(row: FrameworkRow, kind: str, code: str) -> dict[str, Any]:
    """The form as it opens from the page of a competency."""
    found = next((pair for pair in wordings(row.version_id).values() if pair[0].code == code), None)
    if found is None:
        return {}
    statement, said = found
    initial: dict[str, Any] = {"subjects": statement.code}
    if kind == "reword":
        initial |= {name: getattr(said, name) for name in (*TEXTS, "area")}
    if kind == "relevel":
        initial |= {f"level_{level}_en": texts[0] for level, texts in said.descriptors.items()}
    return initial


def wordings_of(kind: str, items: Sequence[ItemRow]) -> dict[str, Any]:
    """The form as a returned proposal opens it."""
    initial: dict[str, Any] = {
        "subjects": ", ".join(item.code for item in items if item.part == "subject"),
        "target": next((item.code for item in items if item.part == "target"), ""),
    }
    new = [item for item in items if item.part == "new"]
    for number, item in enumerate(new, 1):
        if item.wording:
            initial |= {f"new{number}_{name}": getattr(item.wording, name) for name in (*TEXTS, "area")}
    subject = next((item for item in items if item.part == "subject"), None)
    if subject and subject.wording and kind == "reword":
        initial |= {name: getattr(subject.wording, name) for name in (*TEXTS, "area")}
    if subject and kind == "relevel":
        initial |= {f"level_{level}": becomes for level, becomes in enumerate(subject.levels, 1)}
        if subject.wording:
            initial |= {f"level_{level}_en": texts[0] for level, texts in subject.wording.descriptors.items()}
    return initial
