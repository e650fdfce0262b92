"""The sentences of the error sheet, in the language of whoever uploads."""

from django.utils.translation import gettext as _

from karmayogi.orgs.engine.cells import Bad


def sentence(bad: Bad) -> str:
    """What is wrong with a cell and how to put it right."""
    shown = {"what": bad.what}
    match bad.code:
        case "mobile":
            text = _("“%(what)s” is not a mobile number. Write ten digits, beginning with 6, 7, 8 or 9.")
        case "shortened":
            text = _("Excel has shortened this number to %(what)s. Format the column as Text and type it again.")
        case "date":
            text = _("“%(what)s” is not a date. Write day-month-year, e.g. 31-01-1985.")
        case "birth":
            text = _("Born on %(what)s? Check the year.")
        case "pin":
            text = _("“%(what)s” is not a PIN code. Write six digits.")
        case "code":
            text = _("“%(what)s” cannot be a code. Use letters, digits, - and /.")
        case "legacy_font":
            text = _(
                "“%(what)s” was typed for an old font such as Kruti Dev. Type it in Unicode (Hindi keyboard of Windows, "
                "Google Input Tools) or in English letters."
            )
        case "name":
            text = _("“%(what)s” is not a name. Write the full name in letters.")
        case "tags":
            text = _("Write at most 20 short tags, separated by ; or |.")
        case _:
            text = "%(what)s"
    return text % shown


def needed() -> str:
    return _("This must be filled.")


def not_in_list(what: str, allowed: tuple[str, ...]) -> str:
    return _("“%(what)s” is not in the list. Choose: %(allowed)s.") % {"what": what, "allowed": ", ".join(allowed)}
