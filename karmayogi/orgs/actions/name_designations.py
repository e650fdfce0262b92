"""Giving designations of the master the Hindi and Urdu names that come with the product."""

from pathlib import Path

from django.db import transaction

from karmayogi.kernel.access import Agent, NotFound
from karmayogi.orgs.actions.import_master_data import DATA
from karmayogi.orgs.actions.master.designations import name_designations as fill
from karmayogi.orgs.actions.master.report import Part
from karmayogi.orgs.policies import can_curate


def name_designations(*, agent: Agent, folder: Path = DATA) -> Part:
    """Only where a name is missing: what somebody typed stays. A second run changes nothing."""
    if not can_curate(agent):
        raise NotFound
    with transaction.atomic():
        return fill(folder)
