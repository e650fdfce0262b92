"""The rule of 2.5 %: training gets at least that share of the salary head, by scheme and year. Whole rupees."""

from karmayogi.capacity.types import Share

PER_THOUSAND = 25


def share(salary: int, training: int) -> Share:
    """due is rounded up: less than it is less than 2.5 %."""
    due = -(-salary * PER_THOUSAND // 1000)
    return Share(salary, training, due, max(0, due - training))
