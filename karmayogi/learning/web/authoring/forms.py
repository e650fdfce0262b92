"""Forms of the editor: plain fields, in the reader's language, filled with what the draft says."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karmayogi.kernel.markup import picture_mark
from karmayogi.learning.actions.authoring.write import About
from karmayogi.learning.actions.authoring.write_part import PICTURED
from karmayogi.learning.actions.draft import LANGUAGES
from karmayogi.learning.engine.authoring.said import Said
from karmayogi.learning.engine.media import MB, MOST
from karmayogi.learning.engine.watching import USUAL_PERCENT
from karmayogi.learning.types import MOST_MONTHS, PACKAGES
from karmayogi.learning.web.words import LANGUAGE_NAMES, modes_in_words

ACCEPT = {
    "video": "video/webm,video/mp4",
    "audio": "audio/mpeg,audio/ogg,audio/mp4,audio/webm",
    "pdf": "application/pdf,.pdf",
    "slides": ".pptx,.odp,.pdf",
    "package": ".zip,.h5p,application/zip",
    "captions": ".vtt,text/vtt",
    "poster": "image/webp",
    "picture": "image/png,image/jpeg,image/webp,image/gif",
}
LICENCES = ("CC BY 4.0", "CC BY-SA 4.0", "CC0 1.0", "GODL-India", "© all rights reserved")


# The rule of what is made of parts; a programme and an event have none of it.
OF_PARTS = (
    "pass_percent", "parts_needed", "draw", "quiz_minutes", "attempts", "certificate_months", "watch_percent",
    "sessions", "sessions_needed", "second_percent", "peers",
)  # fmt: skip


class AboutForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages of the course"),
        help_text=gettext_lazy(
            "Everything must be there in each of them. English is always one: it stands in elsewhere."
        ),
        choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    mode = forms.ChoiceField(label=gettext_lazy("Mode"))
    licence = forms.CharField(
        label=gettext_lazy("Licence"),
        help_text=gettext_lazy("Under which others may use it, for example CC BY 4.0."),
        max_length=60,
        required=False,
    )
    pass_percent = forms.IntegerField(
        label=gettext_lazy("Pass mark of the test in per cent"), min_value=0, max_value=100
    )
    parts_needed = forms.IntegerField(
        label=gettext_lazy("Parts that complete the course"),
        help_text=gettext_lazy("Leave it empty for all parts. Tests are always needed."),
        min_value=1,
        max_value=60,
        required=False,
    )
    watch_percent = forms.IntegerField(
        label=gettext_lazy("Share of a film or recording that must be played, in per cent"),
        help_text=gettext_lazy("Seeking does not count. Who reads its text has learnt the same."),
        min_value=1,
        max_value=100,
        required=False,
    )
    sessions = forms.CharField(
        label=gettext_lazy("Sessions that must be attended"),
        help_text=gettext_lazy("Codes of events, one a line. Who was there is known by the list of each event."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
    )
    sessions_needed = forms.IntegerField(
        label=gettext_lazy("How many of these sessions"),
        help_text=gettext_lazy(
            "Leave it empty for all of them. With fewer, another one makes up for one that was missed."
        ),
        min_value=1,
        max_value=20,
        required=False,
    )
    draw = forms.IntegerField(label=gettext_lazy("Questions of one attempt at the test"), min_value=1, max_value=200)
    quiz_minutes = forms.IntegerField(label=gettext_lazy("Minutes for an attempt"), min_value=1, max_value=600)
    attempts = forms.IntegerField(label=gettext_lazy("Attempts allowed"), min_value=1, max_value=20)
    second_percent = forms.IntegerField(
        label=gettext_lazy("Written answers marked by two persons, in per cent"), min_value=0, max_value=100,
        required=False,
        help_text=gettext_lazy("Of tests with written answers alone. Where two differ, a third decides."),
    )  # fmt: skip
    peers = forms.IntegerField(
        label=gettext_lazy("Learners who mark each written answer"), min_value=0, max_value=5, required=False,
        help_text=gettext_lazy("0: trainers and content reviewers mark. 1 to 5: learners who have passed the test."),
    )  # fmt: skip
    certificate_months = forms.IntegerField(
        label=gettext_lazy("Months for which the certificate is good"),
        help_text=gettext_lazy("Leave it empty for ever."),
        min_value=1,
        max_value=MOST_MONTHS,
        required=False,
    )

    def __init__(self, *args: Any, declared: tuple[str, ...], kind: str = "course", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind in ("programme", "event"):
            for name in OF_PARTS:
                del self.fields[name]
        if kind == "assessment":
            for name in ("watch_percent", "sessions", "sessions_needed"):
                del self.fields[name]
        mode = self.fields["mode"]
        assert isinstance(mode, forms.ChoiceField)
        mode.choices = list(modes_in_words().items())
        self.fields["licence"].widget.attrs |= {"list": "licences", "dir": "auto"}
        texts: dict[str, forms.Field] = {}
        for code in LANGUAGES:
            if code not in declared:
                continue
            name = LANGUAGE_NAMES[code]
            texts[f"title_{code}"] = forms.CharField(
                label=_("Title – %(language)s") % {"language": name}, max_length=250, required=False,
                widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
            )  # fmt: skip
            texts[f"summary_{code}"] = forms.CharField(
                label=_("What learners will be able to do – %(language)s") % {"language": name}, max_length=4000,
                required=False, widget=forms.Textarea(attrs={"lang": code, "dir": "auto", "rows": 4}),
            )  # fmt: skip
        self.fields = {"revision": self.fields["revision"], **texts, **self.fields}

    def about(self, kept: Said) -> About:
        """What to save; texts of languages that the form did not show stay as they are."""
        given = self.cleaned_data
        titles, summaries = dict(kept.titles), dict(kept.summaries)
        for code in LANGUAGES:
            if f"title_{code}" in self.fields:
                titles[code], summaries[code] = given[f"title_{code}"], given[f"summary_{code}"]
        rule = {name: given.get(name, getattr(kept, name)) for name in OF_PARTS}
        if "sessions" in given:
            rule["sessions"] = tuple(given["sessions"].upper().replace(",", " ").split())
        for name, usual in (("second_percent", 0), ("peers", 0), ("watch_percent", USUAL_PERCENT)):
            rule[name] = rule[name] or usual  # left empty
        return About(titles, summaries, tuple(given["languages"]), given["mode"], given["licence"], **rule)


def about_initial(said: Said, revision: int) -> dict[str, Any]:
    texts = {f"title_{code}": title for code, title in said.titles.items()}
    texts |= {f"summary_{code}": summary for code, summary in said.summaries.items()}
    return texts | {
        "revision": revision, "languages": list(said.languages), "mode": said.mode, "licence": said.licence,
        "pass_percent": said.pass_percent, "parts_needed": said.parts_needed, "draw": said.draw,
        "quiz_minutes": said.quiz_minutes, "attempts": said.attempts,
        "certificate_months": said.certificate_months, "watch_percent": said.watch_percent,
        "sessions": "\n".join(said.sessions), "sessions_needed": said.sessions_needed,
        "second_percent": said.second_percent, "peers": said.peers,
    }  # fmt: skip


class PartForm(forms.Form):
    """A part in one language; which fields there are depends on its kind."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=250, required=False)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes a learner needs"), min_value=1, max_value=600)
    source = forms.CharField(
        max_length=200_000, required=False, strip=False, widget=forms.Textarea(attrs={"rows": 18, "dir": "auto"})
    )
    file = forms.FileField(required=False)
    captions = forms.FileField(label=gettext_lazy("Captions (.vtt)"), required=False)
    poster = forms.FileField(label=gettext_lazy("Picture before it plays (.webp)"), required=False)
    picture = forms.FileField(
        label=gettext_lazy("Add a picture to the text"),
        help_text=gettext_lazy(
            "PNG, JPEG, WebP or GIF. It is made light and put at the end of the text; move its line where it belongs."
        ),
        required=False,
    )
    picture_alt = forms.CharField(
        label=gettext_lazy("What the picture shows, in words"),
        help_text=gettext_lazy("For those who do not see it, or did not load it. Every picture needs it."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, kind: str, language: str, bare: Sequence[str] = (), **kwargs: Any) -> None:
        """bare: names of the pictures without a description in a text that came without its source."""
        super().__init__(*args, **kwargs)
        for name in bare:
            self.fields[f"alt_{name}"] = forms.CharField(
                label=_("What the picture %(name)s shows, in words") % {"name": name}, max_length=500,
                widget=forms.TextInput(attrs={"lang": language, "dir": "auto"}),
            )  # fmt: skip
        file_kind = "package" if kind in PACKAGES else kind
        for name in ("title", "source"):
            self.fields[name].widget.attrs |= {"lang": language, "dir": "auto"}
        markdown = _("Markdown: # heading, - list, **bold**. HTML shows as text.")
        self.fields["source"].label = {
            "page": _("Text"),
            "slides": _("Slides"),
            "pdf": _("The words of the PDF, to read without it"),
        }.get(kind, _("What is said, to read"))
        self.fields["source"].help_text = (
            _("A line of three dashes (---) begins the next slide.") + " " + markdown if kind == "slides" else markdown
        )
        if file_kind not in ("video", "audio", "pdf", "slides", "package"):
            del self.fields["file"]
        else:
            self.fields["file"].label = {
                "video": _("Film (WebM or MP4)"),
                "audio": _("Recording (MP3, Ogg, M4A or WebM)"),
                "pdf": _("PDF"),
                "slides": _("Slides made elsewhere (PPTX, ODP or PDF)"),
                "package": _("Package (.zip, .h5p)"),
            }[file_kind]
            self.fields["file"].help_text = _("At most %(most)s MB.") % {"most": MOST[file_kind] // MB}
            self.fields["file"].widget = forms.FileInput(attrs={"accept": ACCEPT[file_kind]})
        for name, kinds in (("captions", ("video", "audio")), ("poster", ("video",))):
            if kind in kinds:
                self.fields[name].widget = forms.FileInput(attrs={"accept": ACCEPT[name]})
            else:
                del self.fields[name]
        if kind in PICTURED:
            self.fields["picture"].widget = forms.FileInput(attrs={"accept": ACCEPT["picture"]})
            self.fields["picture_alt"].widget.attrs |= {"lang": language, "dir": "auto"}
        else:
            del self.fields["picture"], self.fields["picture_alt"]
        if kind in ("quiz", "lti") or file_kind == "package":
            del self.fields["source"]


PLACES = ("text", *"abcd")  # of pictures in a question


class QuestionForm(forms.Form):
    """One question with up to four answers, in the declared languages. Each of the five may have a picture."""

    multiple = forms.BooleanField(label=gettext_lazy("Several answers are right"), required=False)
    right = forms.MultipleChoiceField(
        label=gettext_lazy("Right answers"),
        choices=[(letter, letter.upper()) for letter in "abcd"],
        widget=forms.CheckboxSelectMultiple,
    )
    difficulty = forms.TypedChoiceField(
        label=gettext_lazy("Difficulty"), choices=[(n, str(n)) for n in range(1, 6)], coerce=int, initial=2
    )
    practice = forms.BooleanField(
        label=gettext_lazy("For practice alone"),
        help_text=gettext_lazy("Its answer is shown at once, as often as wanted. No test ever asks it."),
        required=False,
    )
    clause = forms.CharField(label=gettext_lazy("Rule or clause that decides it"), max_length=300, required=False)
    competency = forms.ChoiceField(label=gettext_lazy("Competency that it tests"), required=False)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level of the competency"), choices=[("", "–"), *((n, str(n)) for n in range(1, 6))],
        coerce=int, empty_value=None, required=False,
    )  # fmt: skip

    def __init__(
        self, *args: Any, declared: tuple[str, ...], taught: tuple[tuple[str, str], ...] = (), **kwargs: Any
    ) -> None:
        """taught: code and name of the competencies of the course."""
        super().__init__(*args, **kwargs)
        self.declared = declared
        competency = self.fields["competency"]
        assert isinstance(competency, forms.ChoiceField)
        competency.choices = [("", "–"), *taught]
        fields: dict[str, forms.Field] = {}
        for code in declared:
            name = LANGUAGE_NAMES[code]
            shown = {"lang": code, "dir": "auto"}
            fields[f"text_{code}"] = forms.CharField(
                label=_("Question – %(language)s") % {"language": name}, required=code == "en", max_length=2000,
                widget=forms.Textarea(attrs=shown | {"rows": 2}),
            )  # fmt: skip
            for letter in "abcd":
                fields[f"{letter}_{code}"] = forms.CharField(
                    label=_("Answer %(letter)s – %(language)s") % {"letter": letter.upper(), "language": name},
                    required=code == "en" and letter in "ab" and f"picture_{letter}" not in self.files,
                    max_length=500, widget=forms.TextInput(attrs=shown),
                )  # fmt: skip
            fields[f"why_{code}"] = forms.CharField(
                label=_("Why it is right – %(language)s") % {"language": name}, required=False, max_length=2000,
                widget=forms.Textarea(attrs=shown | {"rows": 2}),
            )  # fmt: skip
        for place in PLACES:
            of = _("the question") if place == "text" else _("answer %(letter)s") % {"letter": place.upper()}
            fields[f"picture_{place}"] = forms.FileField(
                label=_("Picture of %(what)s") % {"what": of}, required=False,
                widget=forms.FileInput(attrs={"accept": ACCEPT["picture"]}),
            )  # fmt: skip
            for code in declared:
                fields[f"alt_{place}_{code}"] = forms.CharField(
                    label=_("What the picture of %(what)s shows – %(language)s")
                    % {"what": of, "language": LANGUAGE_NAMES[code]},
                    required=False, max_length=300, widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
                )  # fmt: skip
        self.fields = {**fields, **self.fields}

    @property
    def words(self) -> list[forms.BoundField]:
        return [one for one in self if one not in self.pictures]

    @property
    def pictures(self) -> list[forms.BoundField]:
        """What belongs to pictures, which few questions have."""
        return [self[name] for name in self.fields if name.startswith(("picture_", "alt_"))]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for place in PLACES:
            # English stands in where another language says nothing, so it is the one that has to be there.
            if given.get(f"picture_{place}") and not given.get(f"alt_{place}_en"):
                self.add_error(f"alt_{place}_en", _("Say in words what the picture shows: not everybody sees it."))
            # A browser forgets files when it shows a form again: words without their picture would go unseen.
            said = any(given.get(f"alt_{place}_{code}") for code in self.declared)
            if said and not given.get(f"picture_{place}") and f"picture_{place}" not in self.errors:
                self.add_error(f"picture_{place}", _("Choose your files again."))
        return given

    def question(self, key: str, names: Mapping[str, str]) -> dict[str, Any]:
        """As the question file has it. names: of the pictures, by their place in the question (PLACES)."""
        given = self.cleaned_data

        def said(name: str, code: str) -> str:
            text, alt = given[f"{name}_{code}"].strip(), given.get(f"alt_{name}_{code}", "").strip()
            # An answer that is a picture alone needs its words in that language; a question is never a picture alone.
            if name in names and (text or (name != "text" and (alt or code == "en"))):
                return f"{text} {picture_mark(names[name], alt or given[f'alt_{name}_en'])}".strip()
            return str(text)

        def by_language(name: str) -> dict[str, str]:
            return {code: text for code in self.declared if (text := said(name, code))}

        options = [
            {"key": letter, "correct": letter in given["right"], "text": texts}
            for letter in "abcd"
            if (texts := by_language(letter))
        ]
        return {
            "key": key, "kind": "multiple" if given["multiple"] else "single", "difficulty": given["difficulty"],
            "clause": given["clause"].strip(), "text": by_language("text"), "why": by_language("why"),
            "options": options, **({"practice": True} if given["practice"] else {}),
            **{name: given[name] for name in ("competency", "level") if given[name]},
        }  # fmt: skip
