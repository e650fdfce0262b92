"""Forms of tools and platforms."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karmayogi.lti.actions.register_tool import Given
from karmayogi.lti.models import Tool
from karmayogi.lti.types import Scope
from karmayogi.lti.web.words import scope_in_words


def _scopes() -> list[tuple[str, str]]:
    return [(scope.value, scope_in_words(scope)) for scope in Scope]


def _url(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=500, required=required, help_text=help_text, widget=widget)


def _lines(label: Any, help_text: Any, *, required: bool = False, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "ltr"})
    return forms.CharField(label=label, max_length=20_000, required=required, help_text=help_text, widget=widget)


class ToolForm(forms.Form):
    """What an administrator copies from the tool's own page for LTI 1.3."""

    organisation = forms.ChoiceField(label=gettext_lazy("For which organisation"))
    name = forms.CharField(label=gettext_lazy("Name of the tool"), max_length=150)
    description = forms.CharField(
        label=gettext_lazy("What it is for"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    initiation_url = _url(gettext_lazy("Login address (OIDC initiation)"))
    target_url = _url(gettext_lazy("Launch address (target link)"))
    redirect_uris = _lines(
        gettext_lazy("Addresses to which answers go (redirect URIs)"), gettext_lazy("One on each line, exactly."),
        required=True,
    )  # fmt: skip
    deep_link_url = _url(
        gettext_lazy("Address for choosing content (deep linking)"), required=False,
        help_text=gettext_lazy("Empty when the tool has none."),
    )  # fmt: skip
    jwks_url = _url(gettext_lazy("Address of its keys (JWKS)"), required=False)
    jwks = _lines(gettext_lazy("Or its key set"), gettext_lazy("The whole JSON, when there is no address."))
    policy_url = _url(gettext_lazy("What it says about data (privacy policy)"), required=False)
    custom = _lines(gettext_lazy("Custom parameters"), gettext_lazy("One on each line: name=value"))
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"), choices=_scopes, required=False, widget=forms.CheckboxSelectMultiple,
        initial=[Scope.LINE_ITEMS, Scope.LINE_ITEMS_READ, Scope.RESULTS, Scope.SCORES],
    )  # fmt: skip
    shares_name = forms.BooleanField(label=gettext_lazy("It gets the names of learners"), required=False)
    shares_email = forms.BooleanField(label=gettext_lazy("It gets the e-mail addresses of learners"), required=False)

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.choices = offices
        if not offices:
            del self.fields["organisation"]

    def given(self) -> Given:
        data = dict(self.cleaned_data)
        data.pop("organisation", None)
        data["redirect_uris"] = tuple(line.strip() for line in data["redirect_uris"].splitlines() if line.strip())
        pairs = (line.partition("=") for line in data["custom"].splitlines() if "=" in line)
        data["custom"] = {name.strip(): value.strip() for name, _sign, value in pairs if name.strip()}
        data["scopes"] = tuple(data["scopes"])
        return Given(**data)


def initial_of(tool: Tool) -> dict[str, Any]:
    import json

    return {
        "name": tool.name, "description": tool.description, "initiation_url": tool.initiation_url,
        "target_url": tool.target_url, "redirect_uris": "\n".join(tool.redirect_uris),
        "deep_link_url": tool.deep_link_url, "jwks_url": tool.jwks_url,
        "jwks": json.dumps(tool.jwks) if tool.jwks else "", "policy_url": tool.policy_url,
        "custom": "\n".join(f"{name}={value}" for name, value in tool.custom.items()), "scopes": tool.scopes,
        "shares_name": tool.shares_name, "shares_email": tool.shares_email,
    }  # fmt: skip


class LinkForm(forms.Form):
    """A part of a draft by hand."""

    title = forms.CharField(label=gettext_lazy("Title of the part"), max_length=250)
    url = _url(
        gettext_lazy("Address in the tool"), required=False,
        help_text=gettext_lazy("Empty for the page with which the tool begins."),
    )  # fmt: skip
    opens_in = forms.ChoiceField(label=gettext_lazy("It opens"), widget=forms.RadioSelect, initial="window")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["opens_in"]
        field.choices = [("window", _("in a window of its own")), ("frame", _("in the page of the lesson"))]


class PlatformForm(forms.Form):
    """What another learning system shows to whoever registers a tool there."""

    name = forms.CharField(label=gettext_lazy("Name of the system"), max_length=150)
    issuer = _url(gettext_lazy("Issuer"), help_text=gettext_lazy("Exactly as it is written there."))
    client_id = forms.CharField(label=gettext_lazy("Client ID"), max_length=200)
    deployments = _lines(
        gettext_lazy("Deployment IDs"), gettext_lazy("One on each line. Launches of others are refused."), required=True
    )  # fmt: skip
    login_url = _url(gettext_lazy("Authorization address"))
    token_url = _url(gettext_lazy("Token address"))
    audience = _url(
        gettext_lazy("Audience of the token"), required=False,
        help_text=gettext_lazy("Only where it differs from the token address."),
    )  # fmt: skip
    jwks_url = _url(gettext_lazy("Address of its keys (JWKS)"))
