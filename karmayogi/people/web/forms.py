"""Forms of signing in and of one's own account: allauth's with our labels and rules, and our own."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from karmayogi.people.actions.send_reset_link import send_reset_link
from karmayogi.people.contacts import clean_email, clean_mobile
from karmayogi.people.passwords import least


def _label(form: Any, name: str, label: Any, help_text: Any = "") -> None:
    field = form.fields[name]
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)


def _length_hint(account: Any) -> Any:
    return _("At least %(count)s characters. Four words that do not belong together are good and easy to keep.") % {
        "count": least(account)
    }


class SignInForm(account_forms.LoginForm):
    """One field for either contact."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self, "login", _("E-mail address or mobile number"))
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none", "dir": "auto"}
        self.fields["login"].max_length = 254
        _label(self, "password", _("Password"))
        _label(
            self,
            "remember",
            _("Keep me signed in on this device for 30 days"),
            _(
                "Not on a shared computer. With a delegated authority you are signed out after half an hour without "
                "use all the same."
            ),
        )

    def user_credentials(self) -> dict[str, str]:
        typed = self.cleaned_data["login"]
        email = clean_email(typed)
        mobile = None if email else clean_mobile(typed)
        who = {"phone": mobile} if mobile else {"email": email or typed.lower()}
        return {**who, "password": self.cleaned_data["password"]}


class ResetForm(forms.Form):
    """Asks for a link. What it does costs and says the same for any contact: the account is looked up in a job."""

    email = forms.CharField(
        label=_("E-mail address or mobile number"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "dir": "auto"}),
    )

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"]
        clean = clean_email(typed) or clean_mobile(typed)
        if clean is None:
            raise get_adapter().validation_error("invalid_login")
        return clean

    def save(self, request: Any, **kwargs: Any) -> str:
        contact: str = self.cleaned_data["email"]
        send_reset_link.enqueue(contact=contact)
        return contact


class _Passwords:
    def label_passwords(self, account: Any) -> None:
        _label(self, "password1", _("New password"), _length_hint(account))
        _label(self, "password2", _("New password once more"))


class ChangePasswordForm(_Passwords, account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self, "oldpassword", _("Present password"))
        self.label_passwords(self.user)

    def clean_password1(self) -> str:
        new: str = self.cleaned_data["password1"]
        if new == self.cleaned_data.get("oldpassword"):
            raise get_adapter().validation_error("same_as_current")
        return new


class NewPasswordForm(_Passwords, account_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_passwords(self.user)


class FirstPasswordForm(_Passwords, account_forms.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_passwords(self.user)


class PasswordAgainForm(account_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self, "password", _("Password"))


class _Code:
    def label_code(self) -> None:
        _label(self, "code", _("Code"), _("Six digits from your app, or one of your recovery codes."))
        self.fields["code"].widget.attrs |= {"dir": "ltr", "autofocus": True}  # type: ignore[attr-defined]


class CodeForm(_Code, mfa_forms.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_code()


class CodeAgainForm(_Code, mfa_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_code()


class ActivateAppForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self, "code", _("Code shown by the app"), _("Six digits; they change every half minute."))
        self.fields["code"].widget.attrs |= {"dir": "ltr", "inputmode": "numeric"}


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """Always one that signs in by itself: a key that is only a second factor is rarely what somebody wants."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self, "name", _("Name of this passkey"), _("So that you can tell your devices apart."))
        self.fields["name"].max_length = 60
        self.fields["passwordless"].initial = True
        _label(
            self,
            "passwordless",
            _("Signs in without a password"),
            _("The device asks for your finger, face or PIN. Without this it is a second factor beside the password."),
        )


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self, "name", _("Name of this passkey"))
        self.fields["name"].max_length = 60


class ProfileForm(forms.Form):
    """What somebody may write about herself; the rest is the office's record."""

    language = forms.ChoiceField(label=_("Language of pages and letters"), choices=settings.LANGUAGES)
    honorific = forms.CharField(label=_("Form of address"), max_length=30, required=False)
    name_native = forms.CharField(
        label=_("Your name in your own script"),
        help_text=_("As it is to stand on certificates in that language."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    native_language = forms.ChoiceField(label=_("Language of that script"), choices=[], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["native_language"].choices = [("", "–"), *SCRIPTS]  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    """Another e-mail address or mobile number."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind == "email":
            self.fields["value"] = forms.CharField(
                label=_("E-mail address"),
                max_length=254,
                widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
            )
        else:
            self.fields["value"] = forms.CharField(
                label=_("Mobile number"),
                max_length=20,
                widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
            )

    def clean_value(self) -> str:
        typed = self.cleaned_data["value"]
        clean = clean_email(typed) if self.kind == "email" else clean_mobile(typed)
        if clean is None:
            raise forms.ValidationError(
                _("This is not an e-mail address.") if self.kind == "email" else _("This is not a telephone number.")
            )
        return clean


class ContactCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits, sent to you just now."),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )


# The languages of the Eighth Schedule of the Constitution, by their own names.
SCRIPTS = [
    ("as", "অসমীয়া"),
    ("bn", "বাংলা"),
    ("brx", "बर'"),
    ("doi", "डोगरी"),
    ("gu", "ગુજરાતી"),
    ("hi", "हिन्दी"),
    ("kn", "ಕನ್ನಡ"),
    ("ks", "کٲشُر"),
    ("kok", "कोंकणी"),
    ("mai", "मैथिली"),
    ("ml", "മലയാളം"),
    ("mni", "ꯃꯤꯇꯩ ꯂꯣꯟ"),
    ("mr", "मराठी"),
    ("ne", "नेपाली"),
    ("or", "ଓଡ଼ିଆ"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("sa", "संस्कृतम्"),
    ("sat", "ᱥᱟᱱᱛᱟᱲᱤ"),
    ("sd", "سنڌي"),
    ("ta", "தமிழ்"),
    ("te", "తెలుగు"),
    ("ur", "اردو"),
]
