"""Making sure that designations which other masters refer to by name exist."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from karmayogi.kernel.access import Agent, NotFound
from karmayogi.orgs.actions.create_designation import create_designation
from karmayogi.orgs.policies import can_curate
from karmayogi.orgs.queries.designations import designations_by_name
from karmayogi.orgs.types import DesignationRow


def ensure_designations(*, agent: Agent, names: Iterable[str], at: dt.datetime) -> dict[str, DesignationRow]:
    """Name -> designation: found in any of its spellings, or entered. A second run changes nothing."""
    if not can_curate(agent):
        raise NotFound
    asked = list(dict.fromkeys(names))
    with transaction.atomic():
        found = designations_by_name(asked)
        return {name: found.get(name) or create_designation(agent=agent, name=name, at=at) for name in asked}
