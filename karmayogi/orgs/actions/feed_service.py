"""Service, cadre and batch of a person, as the system of her office states them."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.kernel.access import Agent, NotFound, System
from karmayogi.orgs.models import Cadre, Service, ServiceMembership


def set_service(
    *, agent: Agent, person_id: int, service: str, cadre: str, batch: int | None, on: dt.date, at: dt.datetime
) -> str:
    """She is in that service from that day; "" for none ends it. What she already is, is left as it is.

    Answers "" or which of the names the master does not know: "service" or "cadre". Only the system may call it.
    """
    if not isinstance(agent, System):
        raise NotFound
    found = Service.objects.filter(name__iexact=service).first() if service else None
    stands = Cadre.objects.filter(name__iexact=cadre).first() if cadre else None
    if (service and found is None) or (not service and (cadre or batch)):
        return "service"
    if cadre and stands is None:
        return "cadre"
    current = (
        ServiceMembership.objects.filter(person_id=person_id, valid_from__lte=on).exclude(valid_to__lte=on).first()
    )
    wanted = (found.id if found else None, stands.id if stands else None, batch)
    if (current.service_id, current.cadre_id, current.batch) == wanted if current else found is None:
        return ""
    if current is not None and current.valid_from == on:
        current.delete()
    elif current is not None:
        rows.run("update orgs_servicemembership set valid_to = %s where id = %s", [on, current.id])
    if found is not None:
        ServiceMembership.objects.create(person_id=person_id, service=found, cadre=stands, batch=batch, valid_from=on)
    return ""
