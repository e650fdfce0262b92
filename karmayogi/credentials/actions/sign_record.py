"""Her record, signed: the certificates that stand and the levels shown, in one Comprehensive Learner Record 2.0."""

import datetime as dt
import json
import secrets
from collections.abc import Sequence

from karmayogi.credentials import conf
from karmayogi.credentials.actions import signing
from karmayogi.credentials.engine import badge, record
from karmayogi.credentials.engine.proofs import Document
from karmayogi.credentials.queries.published import credential_texts
from karmayogi.credentials.types import ShownCompetency
from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent
from karmayogi.people.api import person

GOOD_FOR = dt.timedelta(days=180)  # a level fades as its evidence ages, so the record says until when it is good


def sign_record(*, agent: Agent, person_id: int, levels: Sequence[ShownCompetency], at: dt.datetime) -> Document:
    """Signs the record now; nothing of it is stored but the note in the audit trail.

    The caller has made sure that the agent may have it. Raises signing.KeyMissing without the private key.
    """
    who = person(person_id)
    key = signing.current_key(at)
    about = record.About(
        conf.origin(), conf.issuer(), conf.issuer_name(),
        badge.identifiers(who.uuid, secrets.token_hex(16), who.name, who.name_native), at, at + GOOD_FOR,
    )  # fmt: skip
    held: list[Document] = [json.loads(text) for text in credential_texts(person_id)]
    for shown in levels:
        held.append(signing.sign(record.level(shown, about), key.kid, at))
    signed = signing.sign(record.build(held, about), key.kid, at)
    audit.record(
        "credentials:record:sign", agent=agent, at=at, kind="person", subject=who.uuid, label=who.name,
        concerns=person_id, detail={"credentials": len(held)},
    )  # fmt: skip
    return signed
