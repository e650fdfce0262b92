"""Words for what the engine names: in pages, papers and files alike. Lazy nowhere: each is said in today's language."""

from django.utils.translation import gettext as _

from karmayogi.capacity.types import Hinders, Lens, PaperKind, Pillar, Progress, Shape, Status
from karmayogi.ui.api import named, pick


def status_in_words(status: str, in_execution: bool = False) -> str:
    if in_execution:
        return _("In execution")
    return {
        Status.DRAFT: _("Draft"),
        Status.AGREED: _("Agreed by the unit"),
        Status.APPROVED: _("Approved by the head"),
        Status.PUBLISHED: _("Published"),
        Status.CLOSED: _("Closed"),
    }[Status(status)]


def shape_in_words(shape: str) -> str:
    return {
        Shape.MINISTRY: _("Ministry or department"),
        Shape.STATE: _("State or Union territory"),
        Shape.ULB: _("Urban local body"),
        Shape.PANCHAYAT: _("Panchayat"),
    }[Shape(shape)]


def head_in_words(shape: str) -> str:
    """Who signs a plan of that shape."""
    return {
        Shape.MINISTRY: _("Secretary"),
        Shape.STATE: _("Secretary to the Government of the State"),
        Shape.ULB: _("Municipal Commissioner"),
        Shape.PANCHAYAT: _("Sarpanch"),
    }[Shape(shape)]


def pillar_in_words(pillar: str) -> str:
    return {
        Pillar.INDIVIDUAL: _("Individual"),
        Pillar.ORGANISATIONAL: _("Organisational"),
        Pillar.INSTITUTIONAL: _("Institutional"),
    }[Pillar(pillar)]


def heading_in_words(heading: str) -> str:
    return {
        "behavioural": _("Behavioural competencies"),
        "functional": _("Functional competencies"),
        "domain": _("Domain competencies"),
        "technology_data": _("Technology and data"),
        "systems_processes": _("Systems and processes"),
        "resources_assets": _("Resources and assets"),
        "partnership": _("Partnership and relationships"),
        "personnel": _("Personnel management"),
        "units": _("Capacity building units"),
        "collaboration": _("Collaboration"),
        "rules_norms": _("Rules, norms and traditions"),
    }[heading]


def lens_in_words(lens: str) -> str:
    return {
        Lens.NATIONAL: _("National priorities"),
        Lens.CITIZEN: _("Citizen centricity"),
        Lens.TECHNOLOGY: _("Emerging technology"),
    }[Lens(lens)]


def mode_in_words(mode: str) -> str:
    return {
        "online": _("Online"),
        "classroom": _("Classroom"),
        "blended": _("Online and classroom"),
        "on_the_job": _("On the job"),
        "visit": _("Study visit"),
        "other": _("Not a training"),
    }[mode]


def annex_in_words(number: int) -> str:
    return {
        1: _("List of organisational interventions"),
        2: _("Plan blueprint"),
        3: _("Scope of the capacity building unit"),
        4: _("General questionnaire"),
        5: _("Capacity needs analysis"),
        6: _("Interventions"),
        7: _("Contents of the plan"),
        8: _("Workplan for the calendar"),
        9: _("Calendar"),
    }[number]


def paper_in_words(kind: str) -> str:
    return {
        PaperKind.WORK_ALLOCATION: _("Work allocation order"),
        PaperKind.ANNUAL_REPORT: _("Annual report"),
        PaperKind.OTHER: _("Other paper"),
    }[PaperKind(kind)]


def progress_in_words(progress: str) -> str:
    return {
        Progress.DONE: _("Done"),
        Progress.PARTLY: _("Partly done"),
        Progress.NOT_DONE: _("Not done"),
        Progress.DROPPED: _("Given up"),
    }[Progress(progress)]


def hinders_in_words(hinders: str) -> str:
    return {
        Hinders.NOTHING: _("Nothing"),
        Hinders.TIME: _("No time beside my work"),
        Hinders.COURSE: _("There is no course for it"),
        Hinders.SEAT: _("I am not nominated, or not relieved"),
        Hinders.LANGUAGE: _("Not in a language that I work in"),
        Hinders.DEVICE: _("No device or no network"),
        Hinders.OTHER: _("Something else"),
    }[Hinders(hinders)]


def rating_in_words(rating: int) -> str:
    """What an officer says of herself."""
    return {
        1: _("only with help"),
        2: _("simple cases alone"),
        3: _("all usual cases alone"),
        4: _("hard cases, and I help others"),
        5: _("I teach others"),
    }[rating]


def owner_in_words(owner: str, name: str, native: str, post: str) -> str:
    """What is written, and whom the product knows behind it."""
    known = named(name, native) if name else post
    return " · ".join(filter(None, (owner, known if known != owner else "")))


def provider_in_words(written: str, en: str, hi: str, ur: str) -> str:
    known = pick(en, hi, ur) if en else ""
    return " · ".join(filter(None, (known, written if written not in (en, hi, ur) else "")))


def act_in_words(act: str) -> str:
    return {
        "draft": _("Begun"),
        "agree": _("Agreed by the capacity building unit"),
        "approve": _("Approved by the head"),
        "publish": _("Signed and published"),
        "return": _("Sent back"),
        "close": _("Closed"),
    }[act]


def part_in_words(source: str) -> str:
    return {"gap": _("Gap"), "survey": _("Survey"), "order": _("Order")}[source]


def quarter_in_words(number: int) -> str:
    return {
        1: _("Quarter 1, April to June"),
        2: _("Quarter 2, July to September"),
        3: _("Quarter 3, October to December"),
        4: _("Quarter 4, January to March"),
    }[number]
