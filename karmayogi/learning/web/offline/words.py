"""What became of a line from a phone, and what can be kept, in words."""

from django.utils.translation import gettext as _

from karmayogi.learning.engine.offline.packing import TEXT
from karmayogi.learning.engine.renditions import SMALL, SOUND


def form(name: str) -> str:
    return {
        TEXT: _("Text only"),
        SOUND: _("Sound only"),
        SMALL: _("Small film (240p)"),
    }.get(name, _("As uploaded"))


def outcome(name: str) -> str:
    return {"counted": _("Counted"), "claimed": _("Kept as a claim"), "refused": _("Refused")}[name]


def reason(name: str) -> str:
    """ "" for what was counted."""
    return {
        "body": _("It is not what this website's pages send."),
        "device": _("It comes from a device that is not yours."),
        "signature": _("Its signature does not fit: it was changed on the way or on the device."),
        "id": _("Something else with the same number was received before."),
        "seq": _("Something else stands at this place of the device's list."),
        "chain": _("It does not follow what the device sent before: something was taken out or changed."),
        "stamp": _("The time mark in it was not given by us to this device."),
        "pack": _("What it speaks of was not given to this device."),
        "part": _("This part was not in what the device kept."),
        "removed": _("The device was removed from your account before this arrived."),
        "left": _("You left the course before this arrived."),
        "expired": _("What was kept on the device was no longer valid."),
        "unopened": _("The sealed test was never started."),
        "late": _("It came after the time of the test. It is kept with the attempt and does not count."),
        "older": _("A newer answer to the same question was there already."),
        "closed": _("The test had been handed in before."),
        "held": _("It came to your sitting. It counts with what the proctor noted, when the results are told."),
        "replaced": _("The paper was fetched anew after this one: that one counts."),
        "told": _("The results of the sitting had been told before this arrived. It is kept."),
        "duty": _("You do not watch over that sitting."),
        "mark": _("The seat could not be marked like that."),
        "answer": _("It is no answer to that question."),
    }.get(name, "")
