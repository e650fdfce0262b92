"""Her own claims: a self-rating counts at once and little; work, learning and certificates wait for a judgement."""

import datetime as dt
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.proof.claims import claim, rate_self, take_back
from karmayogi.competencies.actions.proof.judge import judge_proof
from karmayogi.competencies.models import Competency, Evidence, Instrument, Proof
from karmayogi.competencies.queries.proof.proofs import proofs_to_judge
from karmayogi.competencies.types import Source
from karmayogi.credentials.engine import proofs
from karmayogi.kernel.access import NotFound, Refused

PDF = b"%PDF-1.7 a note on a file"


@pytest.fixture
def competency(masters):
    return Competency.objects.get(code="FUN-087")


@pytest.fixture
def enter(cast, competency, at, settings, tmp_path):
    settings.FILES_ROOT = tmp_path

    def work(player=cast.learner, source=Source.WORK_PRODUCT, content=PDF, level=3, **changed):
        given = {"statement": "My note on file 12", "happened_on": dt.date(2026, 10, 1), "file_name": '../no"te.pdf'}
        return claim(
            actor=player.actor(at), competency=competency.uuid, source=source, level=level, content=content, at=at,
            **given | changed,
        )  # fmt: skip

    return work


def test_only_her_newest_self_rating_stands_and_it_shows_nothing_alone(cast, competency, at):
    asha = cast.learner.actor(at)
    for level in (2, 4, 4):
        rate_self(actor=asha, competency=competency.uuid, level=level, at=at)
    rows = competencies.evidence_of(cast.learner.person_id)
    assert sorted((row.level, bool(row.withdrawn)) for row in rows) == [(2, True), (4, False)]
    assert competencies.levels_of(cast.learner.person_id)[competency.pk].level == 0


def test_accepted_at_another_level_it_proves_that_level(cast, competency, enter, at):
    proof = enter(level=4)
    assert [one.name for one in proofs_to_judge(cast.supervisor.actor(at), at.date())] == ["Asha Verma"]
    judge_proof(
        actor=cast.supervisor.actor(at),
        proof=proof,
        accepted=True,
        level=2,
        note="Sound, but led.",
        declared=True,
        at=at,
    )
    shown = competencies.levels_of(cast.learner.person_id)[competency.pk]
    assert (shown.level, shown.reasons[0].source) == (2, "work_product")
    row = competencies.evidence_of(cast.learner.person_id)[0]
    assert (row.observer, row.context) == ("Devi Prasad", "Sound, but led.")
    assert Proof.objects.get().file_name == "note.pdf"
    with pytest.raises(Refused, match="already"):
        take_back(actor=cast.learner.actor(at), proof=proof, at=at)


def test_declined_it_proves_nothing_and_says_why(cast, enter, at):
    proof = enter(source=Source.PRIOR_LEARNING, content=b"")
    assert proofs_to_judge(cast.supervisor.actor(at), at.date()) == []  # an assessor decides on prior learning
    judge_proof(
        actor=cast.admin.actor(at), proof=proof, accepted=False, level=0, note="No paper of it.", declared=True, at=at
    )
    assert (Proof.objects.get().decision_note, Evidence.objects.count()) == ("No paper of it.", 0)


def test_an_admin_judging_herself_is_refused_and_strangers_find_nothing(cast, enter, at):
    own = enter(player=cast.admin, source=Source.PRIOR_LEARNING)
    with pytest.raises(Refused, match="about yourself"):
        judge_proof(actor=cast.admin.actor(at), proof=own, accepted=True, level=5, note="x", declared=True, at=at)
    for player in (cast.other_admin, cast.learner, cast.supervisor):
        with pytest.raises(NotFound):
            judge_proof(actor=player.actor(at), proof=own, accepted=True, level=5, note="x", declared=True, at=at)
    assert Evidence.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"content": b"MZ\x90 program"}, "PDF"),
        ({"content": b""}, "file"),
        ({"content": PDF + b"0" * 10 * 1024 * 1024}, "10 MB"),
        ({"statement": " "}, "sentences"),
        ({"happened_on": dt.date(2027, 1, 1)}, "past"),
        ({"level": 6}, "level"),
    ],
)
def test_what_cannot_be_judged_is_refused(enter, changed, why):
    with pytest.raises(Refused, match=why):
        enter(**changed)
    assert Proof.objects.count() == 0


def badge(name="Asha Verma", level="3", key=None, **changed):
    """An Open Badges 3.0 credential signed by somebody whose name is a key."""
    key = key or Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    did = f"did:key:{proofs.multikey(key.public_key())}"
    document = {
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "validFrom": "2026-01-01T00:00:00Z",
        "issuer": {"id": did, "type": ["Profile"], "name": "An institute"},
        "credentialSubject": {
            "identifier": [{"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}],
            "achievement": {"name": "Noting"},
            "result": [{"value": level, "alignment": [{"targetCode": "FUN-087", "targetName": "Noting"}]}],
        },
    }
    signed = proofs.sign(
        document, key=key, method=f"{did}#{did.removeprefix('did:key:')}", created="2026-01-01T00:00:00Z"
    )
    return did, json.dumps(signed | changed).encode()


def test_a_signed_badge_of_a_recognised_issuer_counts_at_once(cast, competency, enter, at):
    did, content = badge()
    Instrument.objects.filter(code="external-certificate").update(issuers=[did])
    enter(source=Source.EXTERNAL_CERTIFICATE, content=content, level=5)
    row = competencies.evidence_of(cast.learner.person_id)[0]
    assert (row.level, row.source, row.observer) == (3, "external_certificate", "")


@pytest.mark.parametrize("case", ["unrecognised", "somebody else's", "no level"])
def test_otherwise_a_person_reads_it(cast, enter, case):
    did, content = badge(
        name="Somebody Else" if case == "somebody else's" else "Asha Verma", level="x" if case == "no level" else "3"
    )
    if case != "unrecognised":
        Instrument.objects.filter(code="external-certificate").update(issuers=[did])
    enter(source=Source.EXTERNAL_CERTIFICATE, content=content)
    proof = Proof.objects.get()
    assert (proof.status, proof.check_result) == ("waiting", "genuine")


@pytest.mark.parametrize("content", [badge(issuer={"id": "x"})[1], badge(type=["Other"])[1], badge(name="x")[1][:-9]])
def test_a_badge_that_was_changed_or_cannot_be_read_is_refused_or_waits(enter, content):
    try:
        enter(source=Source.EXTERNAL_CERTIFICATE, content=content)
    except Refused:
        assert Proof.objects.count() == 0
    else:
        assert (Proof.objects.get().check_result, Proof.objects.get().status) == ("unchecked", "waiting")


def test_a_changed_badge_is_refused(enter):
    content = badge()[1].replace(b'"value": "3"', b'"value": "5"')
    with pytest.raises(Refused, match="changed after"):
        enter(source=Source.EXTERNAL_CERTIFICATE, content=content)
