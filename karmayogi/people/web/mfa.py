"""allauth's second factors: secrets encrypted at rest, names in our words."""

import base64
import io
from typing import Any

import segno
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from karmayogi.people.models import Account
from karmayogi.people.web import words


def _key(secret: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"karmayogi people mfa").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def _keys() -> MultiFernet:
    return MultiFernet([_key(str(secret)) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


class MfaAdapter(DefaultMFAAdapter):
    """settings.MFA_ADAPTER."""

    error_messages = {**DefaultMFAAdapter.error_messages, **words.REFUSALS}

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """On white, so that a camera reads it on a dark page too."""
        out = io.BytesIO()
        segno.make_qr(url, error="m").save(out, kind="svg", border=4, dark="#000", light="#fff", omitsize=True)
        return out.getvalue().decode()

    def _get_user_identifier(self, user: Account) -> str:
        return user.email or user.mobile or ""

    def generate_authenticator_name(self, user: Account, type: Any) -> str:
        from karmayogi.people.web.browser import in_words

        return in_words(context.request.META.get("HTTP_USER_AGENT", "")) or _("Passkey")

    def _get_site_name(self) -> str:
        return "Karmayogi"
