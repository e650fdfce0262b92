"""The national competencies and the shipped profiles; or a small framework with instruments and policy."""

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.competencies.models import Competency, Framework, FrameworkVersion, Profile, ProfileRequirement
from karmayogi.kernel.access import Role, System
from karmayogi.orgs import api as orgs
from tests.cast import NOON, Cast
from tests.competencies.workbench import Unit

SET_UP = System("test")


def build_framework(at) -> dict[str, int]:
    competencies.import_kcm(agent=SET_UP, at=at)
    for one in competencies.shipped_designations():
        orgs.create_designation(agent=SET_UP, name=one.name_en, name_hi=one.name_hi, name_ur=one.name_ur, at=at)
    competencies.import_profiles(agent=SET_UP, at=at)
    return {row.code: row.id for row in competencies.every()}


@pytest.fixture(scope="session")
def framework_snapshot(snapshots, cast_snapshot):
    return snapshots("framework", lambda *_cast: build_framework(NOON), beside=["cast"])


@pytest.fixture
def framework(framework_snapshot, cast: Cast, at):
    """KCM and all shipped profiles; returns code -> competency id."""
    return framework_snapshot.put_back() if framework_snapshot and at == NOON else build_framework(at)


class Council:
    """Who works on frameworks: Noor proposes, Omar reviews first, Priya second and publishes, all over the country;
    Qadir proposes in the Ministry of Personnel, Rita looks after its frameworks."""

    def __init__(self, cast: Cast) -> None:
        country, ministry = cast.country, cast.ministry
        self.member = cast.player("Noor Jahan", "noor@frac.example.in", None, None)
        self.first = cast.player("Omar Abdullah", "omar@frac.example.in", None, None)
        self.second = cast.player("Priya Nair", "priya@frac.example.in", None, None)
        self.ministry_member = cast.player("Qadir Ali", "qadir@frac.example.in", None, None)
        self.ministry_admin = cast.player("Rita Bose", "rita@frac.example.in", None, None)
        cast.grant(self.member, Role.FRAC_COMPETENCY_MEMBER, country)
        cast.grant(self.first, Role.FRAC_COMPETENCY_REVIEWER, country)
        cast.grant(self.second, Role.FRAC_ADMIN, country)
        cast.grant(self.ministry_member, Role.FRAC_COMPETENCY_MEMBER, ministry)
        cast.grant(self.ministry_admin, Role.FRAC_ADMIN, ministry)


@pytest.fixture
def council(cast: Cast) -> Council:
    return Council(cast)


@pytest.fixture
def unit(cast: Cast, kcm, at, settings, tmp_path) -> Unit:
    """The internal FRAC unit with the competencies, without any profile."""
    settings.FILES_ROOT, settings.KEYS_ROOT = tmp_path / "files", tmp_path / "keys"
    return Unit.of(cast, at)


CODES = ("FUN-085", "FUN-087", "BEH-001")


@pytest.fixture
def masters(cast: Cast, at):
    """Three competencies that an assistant's post needs, instruments and policy; returns code -> competency id."""
    framework = Framework.objects.create(code="KCM", name="Core")
    version = FrameworkVersion.objects.create(framework=framework, number="1", published_at=at)
    found = {
        code: Competency.objects.create(
            version=version, code=code, area="functional", theme_number=1, theme_en="Theme", name_en=f"Name {code}",
            gloss_en="Gloss", status="published",
        )
        for code in CODES
    }  # fmt: skip
    for designation in (cast.assistant, cast.section_officer):
        profile = Profile.objects.create(
            designation_id=designation.id, version=1, basis="test", content_hash="x", published_on=at.date()
        )
        for one in found.values():
            ProfileRequirement.objects.create(profile=profile, competency=one, level=3, importance=4)
    competencies.ensure_proof_masters(agent=System("test"), at=at)
    return {code: one.pk for code, one in found.items()}


@pytest.fixture
def second(cast: Cast):
    """Another person with the platform's authority."""
    player = cast.player("Jaya Menon", "jaya@platform.example.in", None, None)
    cast.grant(player, Role.SPV_ADMIN, cast.country)
    return player
