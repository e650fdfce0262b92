"""The paper of a published order: in English and Hindi, signed (PAdES), with a QR that leads to its public page."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from karmayogi.competencies.models import Competency, WorkOrder
from karmayogi.competencies.queries.workbench.orders import OrderRow, order_by_id
from karmayogi.competencies.types import LEVEL_NAMES
from karmayogi.credentials import api as credentials
from karmayogi.kernel import clock, files, rows

PAPER = Path(__file__).resolve().parents[2] / "paper" / "work_order.typ"


def print_order(order_id: int) -> files.FileRef:
    """Makes and stores the signed PDF, once; the one that is there already otherwise. Only for a published order."""
    stored = rows.first(
        files.FileRef,
        "select f.id, f.sha256, f.size, f.media_type from competencies_workorder o"
        " join kernel_storedfile f on f.id = o.pdf_id where o.id = %s",
        [order_id],
    )
    if stored is not None:
        return stored
    order = order_by_id(order_id)
    assert order.published_at is not None, "only a published order is printed"
    pdf = credentials.print_paper(
        PAPER, _data(order), reason=f"Published work allocation order {order.number}", at=order.published_at
    )
    made = files.put(pdf, "application/pdf")
    WorkOrder.objects.filter(pk=order_id, pdf__isnull=True).update(pdf_id=made.id)
    return made


def public_link(code: str) -> str:
    """What the QR opens."""
    return f"{settings.PUBLIC_ORIGIN}/w/{code}"


def _data(order: OrderRow) -> dict[str, Any]:
    """From the frozen text alone, so that paper and hash speak of the same thing."""
    assert order.published_at is not None and order.code is not None
    told = json.loads(order.content)
    run = credentials.paper_text
    codes = {
        need["code"]
        for position in told["positions"]
        for role in position["roles"]
        for activity in role["activities"]
        for need in activity["needs"]
    }
    names = {one.code: one for one in Competency.objects.filter(code__in=codes)}

    def both(node: dict[str, str], key: str = "name") -> list[dict[str, str]]:
        return [run(node[f"{key}_{language}"]) for language in ("en", "hi") if node[f"{key}_{language}"]]

    def need(one: dict[str, Any]) -> dict[str, Any]:
        found = names[one["code"]]
        return {
            "code": one["code"], "name": [run(found.name_en), run(found.name_hi)], "level": one["level"],
            "level_name": LEVEL_NAMES[one["level"] - 1], "importance": one["importance"],
        }  # fmt: skip

    link = public_link(order.code)
    return {
        "number": order.number,
        "version": order.version,
        "title": run(order.title),
        "organisation": [run(name) for name in (order.organisation_en, order.organisation_hi) if name],
        "basis": run(order.basis) if order.basis else None,
        "published": clock.day(order.published_at).strftime("%d-%m-%Y"),
        "people": [
            {"what": "Drawn up by / तैयारकर्ता", "name": run(order.author)},
            {"what": "First review / प्रथम समीक्षा", "name": run(order.first_reviewer or "")},
            {"what": "Second review / द्वितीय समीक्षा", "name": run(order.second_reviewer or "")},
        ],
        "positions": [
            {
                "name": run(position["designation"]),
                "summary": both(position, "summary"),
                "roles": [
                    {
                        "name": both(role),
                        "activities": [
                            {
                                "name": both(activity),
                                "needs": [need(one) for one in activity["needs"]],
                                "knowledge": [run(name) for name in activity["knowledge"]],
                            }
                            for activity in role["activities"]
                        ],
                    }
                    for role in position["roles"]
                ],
            }
            for position in told["positions"]
        ],
        "hash": order.content_hash,
        "code": order.code,
        "link": link,
        "qr": credentials.paper_qr(link),
        "demonstration": not settings.OWNER_NAME,
    }
