"""The rows of a package that is a course of units."""

import dataclasses
from decimal import Decimal

from karmayogi.learning.engine.cmi5.structure import Structure, shown
from karmayogi.learning.models import Package, PackageUnit

_EDITION = {"cmi5": "cmi5 Quartz", "xapi": "Tin Can"}


def store_units(structure: Structure, sha256: str, filename: str, files: int, size: int) -> Package:
    """In the caller's transaction. The same package again returns the row there is."""
    course = structure.course
    package, new = Package.objects.get_or_create(
        sha256=sha256,
        defaults={
            "standard": structure.standard,
            "edition": _EDITION[structure.standard],
            "identifier": course.iri[:250],
            "title": shown(course.titles)[:250],
            "filename": filename[:200],
            "files": files,
            "bytes": size,
        },
    )
    if new:
        PackageUnit.objects.bulk_create(
            PackageUnit(
                package=package,
                position=position,
                depth=unit.depth,
                kind=unit.kind,
                iri=unit.iri,
                titles=unit.titles,
                descriptions=unit.descriptions,
                objectives=[dataclasses.asdict(one) for one in structure.objectives]
                if unit is course
                else list(unit.objectives),
                url=unit.url,
                own_window=unit.own_window,
                move_on=unit.move_on,
                mastery=None if unit.mastery is None else Decimal(unit.mastery),
                activity_type=unit.activity_type,
                launch_parameters=unit.launch_parameters,
                entitlement_key=unit.entitlement_key,
            )
            for position, unit in enumerate(structure.units)
        )
    return package
