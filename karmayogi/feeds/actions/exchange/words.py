"""The sentences of a feed, in the language of whoever sends it."""

from django.utils.translation import gettext as _


def field_in_words(field: str) -> str:
    return {
        "code": _("Employee code"),
        "name": _("Name"),
        "email": _("E-mail"),
        "mobile": _("Mobile"),
        "group": _("Group"),
        "gender": _("Gender"),
        "category": _("Category"),
        "birth_on": _("Date of birth"),
        "designation": _("Designation"),
        "office": _("Office"),
    }.get(field, field)


def problem(code: str, what: str = "") -> str:
    """What is wrong with a cell and how to put it right."""
    text = {
        "needed": _("This must be filled."),
        "code": _("“%(what)s” cannot be a code. Use letters, digits, - and /."),
        "name": _("“%(what)s” is not a name. Write the full name in letters."),
        "email": _("“%(what)s” is not an e-mail address."),
        "list": _("“%(what)s” is not in the list of values."),
        "date": _("“%(what)s” is not a date. Write day-month-year, e.g. 31-01-1985."),
        "two_ways": _(
            "“%(what)s” can be read in two ways, and this file has dates of both kinds. Write it as year-month-day."
        ),
        "birth": _("Born on %(what)s? Check the year."),
        "contact": _("An officer needs an e-mail address or a mobile number."),
        "posted_twice": _("This officer is in the file %(what)s times: the postings overlap. Leave one row."),
        "same_email": _("The same e-mail address is in row %(what)s."),
        "same_mobile": _("The same mobile number is in row %(what)s."),
        "office": _("No office of your organisation has the code %(what)s."),
        "designation": _("“%(what)s” is not in the list of designations."),
        "elsewhere": _("This officer holds a post in another organisation, or a contact belongs to somebody there. "
                       "It can be applied once the officer is relieved, or by a transfer request."),
        "two_persons": _("The e-mail address and the mobile number belong to two different officers."),
        "retired": _("Service ends by retirement on %(what)s. Leave this row out, or correct the retirement first."),
        "today": _("The present posting began today; the next one can begin tomorrow."),
        "held": _("This officer has no row in this feed, but row %(what)s has no usable code and may be theirs. Nobody is "
                  "relieved before that row is corrected."),
        "in_feed": _("This person is in the feed under the code %(what)s."),
    }[code]  # fmt: skip
    return text % {"what": what}


def note(code: str, what: str = "") -> str:
    """What was repaired, or what will happen besides."""
    text = {
        "merged": _("This designation was merged; it is taken as “%(what)s”."),
        "zeros": _("Leading zeros that the spreadsheet dropped were put back: %(what)s."),
        "known": _("The platform knows this officer already; the record is continued."),
        "own": _("Contacts are not changed by the feed: only their owner changes them, by a code."),
        "gone": _("Not in this feed any more: the posting ends."),
    }[code]
    return text % {"what": what}
