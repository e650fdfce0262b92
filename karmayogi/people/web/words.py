"""What allauth says, in our words: messages on pages, letters about one's security, refusals, tags of the trail."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REFUSALS = {
    "account_inactive": gettext_lazy("This account is closed."),
    "email_password_mismatch": gettext_lazy(
        "We know no account with this e-mail address or mobile number and this password."
    ),
    "enter_current_password": gettext_lazy("This is not your present password."),
    "incorrect_code": gettext_lazy("This code is not right, or it was used already. Take the code shown now."),
    "incorrect_password": gettext_lazy("This is not your password."),
    "invalid_login": gettext_lazy("This is neither an e-mail address nor a mobile number."),
    "invalid_password_reset": gettext_lazy("This link opens nothing any more."),
    "too_many_login_attempts": gettext_lazy(
        "Too many attempts failed. Signing in to this account is closed for five minutes; then try again, "
        "or ask for a new password."
    ),
    "rate_limited": gettext_lazy("Too many attempts in a short time. Wait five minutes, then try again."),
    "same_as_current": gettext_lazy("This is your present password; choose another."),
    "cannot_delete_authenticator": gettext_lazy("This protection cannot be taken away."),
    "cannot_generate_recovery_codes": gettext_lazy("Recovery codes need an authenticator app or a passkey first."),
    "unverified_email": gettext_lazy("Confirm your e-mail address first."),
}
REFUSALS["phone_password_mismatch"] = REFUSALS["username_password_mismatch"] = REFUSALS["email_password_mismatch"]


def message(template: str) -> str:
    """The sentence in place of allauth's message template; "" for those that need no saying."""
    return {
        "account/messages/logged_out.txt": _("You are signed out."),
        "account/messages/password_changed.txt": _("Your password is changed. You are signed out everywhere else."),
        "account/messages/password_set.txt": _("Your password is set. You are signed out everywhere else."),
        "mfa/messages/totp_activated.txt": _("From now on signing in asks for a code of your app."),
        "mfa/messages/totp_deactivated.txt": _("Signing in does not ask for a code of your app any more."),
        "mfa/messages/webauthn_added.txt": _("The passkey is added."),
        "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
        "mfa/messages/recovery_codes_generated.txt": _("Recovery codes are made. Earlier ones are void."),
    }.get(template, "")


def letter(prefix: str) -> str:
    """What a letter about one's security says happened; "" where none is sent."""
    return {
        "account/email/password_changed": _("The password of your account was changed."),
        "account/email/password_reset": _("A new password was set for your account by a link sent to you."),
        "account/email/password_set": _("A password was set for your account."),
        "mfa/email/totp_activated": _("An authenticator app was added to your account."),
        "mfa/email/totp_deactivated": _("The authenticator app was removed from your account."),
        "mfa/email/webauthn_added": _("A passkey was added to your account."),
        "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
        "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account."),
    }.get(prefix, "")


def agent(label: str) -> str:
    """Who did it, where that was no person: the trail keeps the English name of the job, of the feed, of the platform."""
    known = {
        "demonstration": _("the demonstration"),
        "assessment room": _("an assessment room"),
        "service feeds": _("the nightly look at open feeds"),
        "waiting list": _("the waiting list"),
        "programmes at night": _("the nightly look at programmes"),
        "contests": _("the clock of contests"),
        "retirement of courses": _("the retirement of courses"),
        "application check": _("the colleagues drawn by lot"),
        "time limit of the test": _("the time limit of the test"),
        "sitting without network": _("the sitting without network"),
        "rules of honest completion": _("the rules of honest completion"),
        "record checker": _("the check of records"),
        "assessment": _("the test"),
        "marks of the test": _("the marks of those who read the answers"),
        "adaptive test": _("the competency test"),
        "calibration": _("the calibration of a question bank"),
        "package": _("the package of the course"),
        "a learning tool": _("an outside learning tool"),
        "locked phone": _("a phone that was locked"),
        "workplace 360": _("a round of asking at the workplace"),
        "attendance": _("the attendance list"),
        "credentials": _("the revocation of a certificate"),
        "sign-in": _("the sign-in"),
        "session without a form": _("a session opened for a check"),
        "nightly repeat of what HR systems state": _("the nightly look at what HR systems state"),
        "DigiLocker": _("the DigiLocker service"),
        "push service": _("the push service of the browser"),
    }
    by_somebody = {
        "feed of ": _("a feed of %(name)s"),
        "import of officers for ": _("an import of officers by %(name)s"),
        "attendance recorded by ": _("the attendance list of %(name)s"),
        "absences brought by ": _("a sheet of absences that %(name)s brought"),
        "certificates issued by ": _("the issue of certificates by %(name)s"),
        "undone by ": _("an undoing by %(name)s"),
        "instrument withdrawn for ": _("the withdrawal of an instrument by %(name)s"),
        "question withdrawn for ": _("the withdrawal of a question by %(name)s"),
        "sitting closed by ": _("the closing of a sitting by %(name)s"),
        "re-tag for ": _("the new tagging of competencies by %(name)s"),
        "platform ": _("the platform %(name)s"),
        "tool ": _("the learning tool %(name)s"),
    }
    for start, said in by_somebody.items():
        if label.startswith(start):
            return said % {"name": label.removeprefix(start)}
    return known.get(label, label)


def deed(tag: str) -> str:
    """What an entry of the audit trail says was done, for tags of this package; "" for others'."""
    return {
        "people:account:open": _("Opened the account"),
        "people:account:invite": _("Sent the invitation"),
        "people:person:create": _("Entered the person"),
        "people:person:change": _("Changed the personal record"),
        "people:session:open": _("Signed in"),
        "people:session:close": _("Signed out"),
        "people:session:end": _("Signed out elsewhere"),
        "people:password:ask": _("Asked for a new password"),
        "people:password:set": _("Set the first password"),
        "people:password:change": _("Changed the password"),
        "people:password:reset": _("Set a new password by a link"),
        "people:factor:add": _("Added a second factor"),
        "people:factor:remove": _("Removed a second factor"),
        "people:factor:renew": _("Made new recovery codes"),
        "people:factor:fail": _("A second factor was refused"),
        "people:sso:link": _("Linked single sign-on"),
        "people:email:change": _("Changed the e-mail address"),
        "people:email:verify": _("Confirmed the e-mail address"),
        "people:mobile:change": _("Changed the mobile number"),
        "people:mobile:verify": _("Confirmed the mobile number"),
        "people:language:change": _("Changed the language"),
        "people:device:enrol": _("Began to keep lessons on a device"),
        "people:device:revoke": _("Removed a device with kept lessons"),
        "people:push:add": _("Turned push messages on in a browser"),
        "people:push:remove": _("Turned push messages off in a browser"),
        "people:push:end": _("Push messages ended in a browser"),
    }.get(tag, "")
