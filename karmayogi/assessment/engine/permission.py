"""Whether another attempt may be opened."""

import enum


class Next(enum.StrEnum):
    """What the start page offers."""

    START = "start"
    RESUME = "resume"
    PASSED = "passed"
    EXHAUSTED = "exhausted"
    WAITING = "waiting"  # for the marks of persons


def attempts_left(allowed: int, used: int) -> int:
    return max(0, allowed - used)


def next_step(*, allowed: int, used: int, has_open: bool, has_passed: bool, is_waiting: bool = False) -> Next:
    """used: attempts opened so far, an open one included. Who has passed sits no more: the pool is for learners."""
    if has_open:
        return Next.RESUME
    if has_passed:
        return Next.PASSED
    if is_waiting:
        return Next.WAITING
    return Next.START if attempts_left(allowed, used) else Next.EXHAUSTED
