"""An xAPI package (tincan.xml): a course of one part."""

from karmayogi.learning.engine.cmi5 import tincan
from karmayogi.learning.engine.exchange.cmi5 import planned
from karmayogi.learning.engine.exchange.planning import Files
from karmayogi.learning.types import CoursePlan


def recognise(files: Files) -> bool:
    return tincan.NAME in files


def read(files: Files) -> CoursePlan:
    """Raises PackageFault."""
    return planned(tincan.parse(files[tincan.NAME], frozenset(files)))
