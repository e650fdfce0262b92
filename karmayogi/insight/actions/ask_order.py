"""Asking that the next refresh counts the obligations of those whom an order binds."""

from karmayogi.insight.models import ChangedOrder


def ask_order(mandate_id: int) -> None:
    """Told twice it is counted twice, which changes nothing."""
    ChangedOrder.objects.create(mandate_id=mandate_id)
