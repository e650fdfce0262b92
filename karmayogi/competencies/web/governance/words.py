"""Kinds, states and fields of framework governance in the reader's words."""

from django.utils.translation import gettext as _


def kind_in_words(kind: str) -> str:
    return {
        "add": _("Add"),
        "reword": _("Reword"),
        "merge": _("Merge"),
        "split": _("Split"),
        "deprecate": _("Take out of use"),
        "relevel": _("Re-level"),
    }.get(kind, kind)


def status_in_words(status: str) -> str:
    return {
        "sent": _("waits for the first review"),
        "first": _("waits for the second review"),
        "returned": _("returned to its proposer"),
        "accepted": _("accepted: waits for the next version"),
        "refused": _("refused"),
        "withdrawn": _("withdrawn"),
        "published": _("published"),
        "comment": _("comment"),
        "draft": _("draft"),
        "deprecated": _("out of use"),
        "merged": _("merged into another"),
        "split": _("split into others"),
        "open": _("to decide"),
    }.get(status, status)


def tone(status: str) -> str:
    return {"accepted": "ok", "published": "ok", "refused": "bad", "withdrawn": "bad", "returned": "warn"}.get(
        status, "info"
    )


def area_in_words(area: str) -> str:
    return {"behavioural": _("Behavioural"), "functional": _("Functional"), "domain": _("Domain")}.get(area, area)


def by_in_words(by: str) -> str:
    return {"name": _("alike by name"), "sound": _("alike by sound"), "gloss": _("alike by description")}[by]


def relation_in_words(relation: str) -> str:
    return {
        "exact": _("the same"),
        "broader": _("the second is broader"),
        "narrower": _("the second is narrower"),
        "related": _("related"),
    }[relation]


def field_in_words(field: str) -> str:
    if field.startswith("level_"):
        _level, number, language = field.split("_")
        return f"{_('Level')} {number} ({language})"
    names = {
        "area": _("Area"),
        "group": _("Group"),
        "theme_number": _("Number of the theme"),
        "theme": _("Theme"),
        "name": _("Name"),
        "gloss": _("In daily work"),
        "guna": _("Guna"),
        "status": _("State"),
        "replaced_by": _("Replaced by"),
        "levels": _("Levels 1 to 5 become"),
    }
    stem, _dash, language = field.rpartition("_")
    if language in ("en", "hi", "ur") and stem in names:
        return f"{names[stem]} ({language})"
    return names.get(field, field)
