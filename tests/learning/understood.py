"""A made-up course of another system as the readers understand it."""

from karmayogi.learning.actions.exchange.read_archive import READERS, understand
from tests.learning import foreign


def read(name, **changes):
    """A made-up course of that format, some of its files changed, as the readers understand it."""
    files = foreign.all_of_them()[name] | {key.replace("__", "/"): value for key, value in changes.items()}
    return understand(files, READERS)


def parts(plan):
    return [(part.key, str(part.kind)) for part in plan.parts]


def lines(plan):
    return {(line.source, line.kind): (line.outcome, line.why) for line in plan.report}
