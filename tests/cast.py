"""The standing cast: a small government in which permission tests read as stories.

Asha is an Assistant Section Officer of the Establishment Section in the Department of Personnel, Ministry of
Personnel. Her post reports to that of Devi, the Section Officer, which reports to that of Farah, the Under Secretary.
Bala is the training admin of that ministry; Chandra works in the Ministry of Rural Development and must never see any
of them; Esther is an analyst of the Commission; Gita runs the platform.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from karmayogi.kernel.access import Actor, Role, System
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import DesignationRow, OrganisationRow
from karmayogi.people import api as people

PASSWORD = "correct horse battery"
SET_UP = System("the cast")
NOON = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)  # Friday, noon in India
SINCE = dt.date(2024, 4, 1)


@dataclass(frozen=True, slots=True)
class Player:
    """One member of the cast. post_id and its designation are None for those who hold no post."""

    person_id: int
    person_uuid: uuid.UUID
    account_id: int
    account_uuid: uuid.UUID
    name: str
    email: str
    mobile: str
    post_id: int | None
    designation_id: int | None
    password: str = PASSWORD

    def actor(self, at: dt.datetime) -> Actor:
        """As whom she asks at that moment, with the authorities that she holds then."""
        return Actor(
            account_id=self.account_id,
            account_uuid=self.account_uuid,
            person_id=self.person_id,
            person_uuid=self.person_uuid,
            name=self.name,
            language="en",
            session_key="",
            authorities=orgs.authorities_of(self.person_id, at),
        )

    def cookie(self, at: dt.datetime) -> str:
        """The key of a session opened now: `client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)`."""
        return people.open_session(self.account_id, at, strict=bool(orgs.authorities_of(self.person_id, at)))


class Cast:
    """Builds everything through the faces of people and orgs, as an administrator would."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at
        self._mobiles = iter(range(9810000001, 9810009999))
        self.country = self.unit("IN", "country", "Government of India", "भारत सरकार", "حکومت ہند", None)
        self.ministry = self.unit(
            "T-MOP", "ministry", "Ministry of Personnel", "कार्मिक मंत्रालय", "وزارت عملہ", self.country
        )
        self.department = self.unit(
            "T-DOP", "department", "Department of Personnel", "कार्मिक विभाग", "محکمہ عملہ", self.ministry
        )
        self.section = self.unit(
            "T-EST", "office", "Establishment Section", "स्थापना अनुभाग", "شعبہ اسٹیبلشمنٹ", self.department
        )
        self.other_ministry = self.unit(
            "T-MORD",
            "ministry",
            "Ministry of Rural Development",
            "ग्रामीण विकास मंत्रालय",
            "وزارت دیہی ترقی",
            self.country,
        )
        self.other_department = self.unit(
            "T-DLR", "department", "Department of Land Resources", "भूमि संसाधन विभाग", "محکمہ زمینی وسائل",
            self.other_ministry,
        )  # fmt: skip

        self.assistant = self.designation("Assistant Section Officer", "सहायक अनुभाग अधिकारी")
        self.section_officer = self.designation("Section Officer", "अनुभाग अधिकारी")
        self.under_secretary = self.designation("Under Secretary", "अवर सचिव")
        self.director = self.designation("Director", "निदेशक")

        self.head = self.player("Farah Naqvi", "farah@personnel.example.in", self.department, self.under_secretary)
        self.supervisor = self.player(
            "Devi Prasad", "devi@personnel.example.in", self.section, self.section_officer, self.head
        )
        self.learner = self.player(
            "Asha Verma", "asha@personnel.example.in", self.section, self.assistant, self.supervisor, "आशा वर्मा"
        )
        self.admin = self.player("Bala Subramaniam", "bala@personnel.example.in", self.ministry, self.director)
        self.outsider = self.player("Chandra Rao", "chandra@rural.example.in", self.other_department, self.assistant)
        self.other_admin = self.player("Hari Singh", "hari@rural.example.in", self.other_ministry, self.director)
        self.analyst = self.player("Esther Lal", "esther@commission.example.in", None, None)
        self.platform = self.player("Gita Nair", "gita@platform.example.in", None, None)
        self.publisher = self.player("Imran Khan", "imran@personnel.example.in", None, None)

        self.grant(self.admin, Role.MDO_ADMIN, self.ministry)
        self.grant(self.other_admin, Role.MDO_ADMIN, self.other_ministry)
        self.grant(self.analyst, Role.CBC_ANALYST, self.country)
        self.grant(self.platform, Role.SPV_ADMIN, self.country)
        self.grant(self.platform, Role.CERTIFICATE_ADMIN, self.country)
        self.grant(self.publisher, Role.CONTENT_PUBLISHER, self.country)

    @property
    def everyone(self) -> dict[str, Player]:
        """Part -> player."""
        return {part: who for part, who in vars(self).items() if isinstance(who, Player)}

    def unit(
        self, code: str, kind: str, name: str, name_hi: str, name_ur: str, parent: OrganisationRow | None
    ) -> OrganisationRow:
        return orgs.create_organisation(
            agent=SET_UP, code=code, kind=kind, name_en=name, name_hi=name_hi, name_ur=name_ur,
            parent_id=parent.id if parent else None, valid_from=dt.date(1950, 1, 26), at=self.at,
        )  # fmt: skip

    def designation(self, name: str, name_hi: str = "") -> DesignationRow:
        return orgs.create_designation(agent=SET_UP, name=name, name_hi=name_hi, at=self.at)

    def player(
        self,
        name: str,
        email: str,
        office: OrganisationRow | None,
        designation: DesignationRow | None,
        superior: Player | None = None,
        name_native: str = "",
    ) -> Player:
        """Another member: person, account and, when an office is given, a post that reports to `superior`."""
        person = people.create_person(
            agent=SET_UP, at=self.at, name=name, name_native=name_native,
            native_language="hi" if name_native else "", group="Group B",
        )  # fmt: skip
        mobile = f"+91{next(self._mobiles)}"
        account = people.open_account(
            agent=SET_UP, email=email, mobile=mobile, password=PASSWORD, person_id=person.id, verified=True, at=self.at
        )
        post_id = None
        if office is not None and designation is not None:
            post = orgs.create_post(
                agent=SET_UP, organisation_id=office.id, designation_id=designation.id,
                reports_to_id=superior.post_id if superior else None, valid_from=SINCE, at=self.at,
            )  # fmt: skip
            orgs.appoint(agent=SET_UP, person_id=person.id, post_id=post.id, valid_from=SINCE, at=self.at)
            post_id = post.id
        return Player(
            person.id, person.uuid, account.id, account.uuid, name, email, mobile, post_id,
            designation.id if designation else None,
        )  # fmt: skip

    def grant(self, who: Player, role: Role, over: OrganisationRow) -> None:
        orgs.grant_authority(
            agent=SET_UP, person_id=who.person_id, role=role, organisation_id=over.id,
            valid_from=self.at - dt.timedelta(days=30), at=self.at,
        )  # fmt: skip
