"""What is wrong with a mandate, in words; and whether a draft is ready to be rehearsed and approved."""

import datetime as dt

from django.utils.translation import gettext as _

from karmayogi.kernel import rows
from karmayogi.plans.engine.terms import MOST, Fault, faults_of
from karmayogi.plans.models import Mandate, MandateItem, MandateRule


def fault_in_words(fault: Fault) -> str:
    return {
        Fault.NO_TITLE: _("Give it a title."),
        Fault.NO_NUMBER: _("Enter the number of the order."),
        Fault.NO_ISSUER: _("Enter who signed the order."),
        Fault.NO_REASON: _("Say why it is asked of people: they read it."),
        Fault.DAY_OUT_OF_RANGE: _("A date lies before 15 August 1947 or after 2100."),
        Fault.ENDS_BEFORE_START: _("It would end before it takes effect."),
        Fault.NO_FIXED_DAY: _("Enter the day by which it is due."),
        Fault.DUE_BEFORE_START: _("The due date lies before the day on which the order takes effect."),
        Fault.DUE_AFTER_END: _("The due date lies after the last day of the order."),
        Fault.AMOUNT: _("At most %(days)s days, %(months)s months or %(working)s working days can be added.")
        % {"days": MOST["days"], "months": MOST["months"], "working": MOST["working_days"]},
        Fault.NO_COMPETENCY: _("Choose the competency."),
        Fault.LEVEL: _("A level is a number from 1 to 5."),
        Fault.NEEDED: _("At least one has to be asked for."),
        Fault.REPEAT_LEVEL: _("A level does not repeat: it is asked for as long as the mandate lasts."),
        Fault.REPEAT_MINUTES: _("Hours and points repeat on dates that stay, not from the day of completion."),
        Fault.REPEAT_WINDOW: _("Renewal begins 1 month before the date at least, and as many as it repeats at most."),
        Fault.NO_SINCE: _("Enter since when earlier completions count."),
    }[fault]


def not_again(row: Mandate) -> list[str]:
    """What the order asks for anew of people who may have done it, and what cannot be done anew: told, not refused,
    since an equivalent of the next year may be added. Only a test that renews a certificate is passed again."""
    if row.wants != "items" or (row.repeat_months is None and row.counts == "ever"):
        return []
    found = rows.fetch(
        str,
        """
        select e.title_en from plans_mandateitem i join learning_catalogueentry e on e.course_id = i.course_id
        where i.mandate_id = %s and not i.equivalent and not exists (
          select from learning_courseversion v where v.course_id = i.course_id and v.certificate_months is not null
            and v.number = (select max(o.number) from learning_courseversion o where o.course_id = v.course_id)
            and 1 = (select count(*) from learning_part part where part.version_id = v.id and part.kind = 'quiz'))
        order by i.place
        """,
        [row.pk],
    )
    said = _(
        "“%(title)s” cannot be done a second time: it has no test that renews a certificate. Whoever did it before"
        " cannot meet this order again by it; add what counts instead, or let earlier completions count once."
    )
    return [said % {"title": title} for title in found]


def not_ready(row: Mandate, on: dt.date) -> list[str]:
    """Sentences that say what keeps a draft from being rehearsed; none: it is ready."""
    found = [fault_in_words(fault) for fault in faults_of(row)]
    if row.ends_on is not None and row.ends_on < on:
        found.append(_("The last day of this order is past: it would bind nobody."))
    if not MandateRule.objects.filter(mandate=row, excludes=False).exists():
        found.append(_("No rule says whom it binds."))
    if row.wants == "items":
        items = MandateItem.objects.filter(mandate=row, equivalent=False).count()
        if not items:
            found.append(_("Nothing is asked for yet: add a course, programme, assessment or event."))
        elif row.needed > items:
            found.append(
                _("%(needed)s items are asked for, and the list has only %(count)s.")
                % {"needed": row.needed, "count": items}
            )
        retired = rows.fetch(
            str,
            "select e.title_en from plans_mandateitem i join learning_catalogueentry e on e.course_id = i.course_id"
            " where i.mandate_id = %s and not i.equivalent and not e.live order by i.place",
            [row.pk],
        )
        found += [_("“%(title)s” is retired: nobody can begin it any more.") % {"title": title} for title in retired]
        closed = rows.fetch(
            str,
            "select e.title_en from plans_mandateitem i join learning_course c on c.id = i.course_id"
            " join learning_catalogueentry e on e.course_id = c.id"
            " where i.mandate_id = %s and c.audience <> 'everyone' order by i.place, i.id",
            [row.pk],
        )
        said = _("“%(title)s” is not open to everyone: not all whom the order binds can begin it.")
        found += [said % {"title": title} for title in closed]
    return found
