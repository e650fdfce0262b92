"""E-mail addresses and Indian mobile numbers in their one canonical form, so that a contact finds one account."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email


def clean_email(text: str) -> str | None:
    """Lower case without spaces around; None when it is not an e-mail address."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        return None
    return email if len(email) <= 254 else None


def clean_mobile(text: str) -> str | None:
    """E.164 ("98123 45678" -> "+919812345678"); None when no such number can exist. India unless it begins with +."""
    try:
        number = phonenumbers.parse(text, "IN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
