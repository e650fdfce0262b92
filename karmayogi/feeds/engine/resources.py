"""The SCIM resources that we publish: what of RFC 7643 is kept here, and our own extension for officers. Pure.

The core and Enterprise schemas are published with the attributes that we really keep (RFC 7643, 7 allows that); an
attribute that we do not keep is passed over on input, as widely used clients send many of them unasked.
"""

from typing import Annotated, Any, ClassVar

from pydantic import Field
from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    External,
    Filter,
    GroupMembership,
    Mutability,
    Pagination,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    Returned,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)
from scim2_models.resources.resource import AnyExtension

from karmayogi.people.types import GROUPS

MOST_RESULTS = 200
MOST_OPERATIONS = 1000
MOST_BYTES = 4 * 1024 * 1024


class Name(ComplexAttribute):
    formatted: str | None = None
    """The full name as it is shown: names are kept as typed, in one piece."""

    family_name: str | None = None
    """As the HR system states it; never derived from the full name."""

    given_name: str | None = None
    """As the HR system states it; never derived from the full name."""

    middle_name: str | None = None
    """As the HR system states it."""

    honorific_prefix: str | None = None
    """The form of address, e.g. Shri, Smt., Dr."""

    honorific_suffix: str | None = None
    """What follows the name, e.g. IAS."""


class Email(ComplexAttribute):
    value: str | None = None
    """The address. The primary one, else the first, is what she signs in with."""

    display: str | None = None
    """A name for display."""

    type: str | None = Field(None, examples=["work", "home", "other"])
    """What the address is for."""

    primary: bool | None = None
    """Whether this is the preferred address; of one at most."""


class PhoneNumber(ComplexAttribute):
    value: str | None = None
    """The number. The first that is a mobile is what she signs in with."""

    display: str | None = None
    """A name for display."""

    type: str | None = Field(None, examples=["work", "home", "mobile", "fax", "pager", "other"])
    """What the number is for."""

    primary: bool | None = None
    """Whether this is the preferred number; of one at most."""


class User(Resource[AnyExtension]):
    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    """The name by which the HR system knows her; taken once within an organisation."""

    name: Name | None = None
    """Her name, in one piece and, where the HR system has them, in parts."""

    Name: ClassVar[type[ComplexAttribute]] = Name

    display_name: str | None = None
    """The name to show in lists of the HR system."""

    title: str | None = None
    """A free title. What counts here is the designation of the Officer extension."""

    preferred_language: str | None = Field(None, examples=["en", "hi", "ur"])
    """The language of letters to her."""

    active: bool | None = None
    """False closes the sign-in of an officer whose posting is within the reach of the token."""

    emails: list[Email] | None = None
    """Her e-mail addresses."""

    Emails: ClassVar[type[ComplexAttribute]] = Email

    phone_numbers: list[PhoneNumber] | None = None
    """Her telephone numbers."""

    PhoneNumbers: ClassVar[type[ComplexAttribute]] = PhoneNumber

    groups: Annotated[list[GroupMembership] | None, Mutability.read_only] = None
    """The groups that she belongs to."""

    Groups: ClassVar[type[ComplexAttribute]] = GroupMembership


class Manager(ComplexAttribute):
    value: Annotated[str | None, CaseExact.true] = None
    """The id of the user who is her manager in the HR system."""

    ref: Annotated[Reference["User"] | None, CaseExact.true] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """The address of that user."""


class EnterpriseUser(Extension):
    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    employee_number: str | None = None
    """The code of the officer in the office's own system."""

    cost_center: str | None = None
    """The cost centre, as stated."""

    organization: str | None = None
    """The name of the organisation, as stated. What counts here is organisationCode of the Officer extension."""

    division: str | None = None
    """The name of the division, as stated."""

    department: str | None = None
    """The name of the department, as stated."""

    manager: Manager | None = None
    """Her manager in the HR system. The reporting line here goes from post to post and is not changed by it."""


class Officer(Extension):
    __schema__ = URN("urn:ietf:params:scim:schemas:extension:karmayogi:2.0:Officer")

    post_code: Annotated[str | None, CaseExact.true] = None
    """The code of the sanctioned post that she holds. Where it is given it decides; else designation and office do."""

    designation: str | None = None
    """Her designation, in any spelling that the master knows."""

    organisation_code: Annotated[str | None, CaseExact.true] = None
    """The code of the office in which she is posted: of the token's organisation or one below it."""

    cadre: str | None = None
    """The cadre, by its name in the master."""

    service: str | None = None
    """The service, by its name in the master."""

    batch: int | None = None
    """The year of her batch."""

    group: str | None = Field(None, examples=list(GROUPS))
    """Group A, B, C, D, Contractual Staff or Others."""

    waiting: Annotated[list[str] | None, Mutability.read_only, Returned.request] = None
    """What of this resource has not taken effect yet, and why, in sentences. Tried again every night; shown when asked
    for by `attributes`."""


class GroupMember(ComplexAttribute):
    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    """The id of the member."""

    ref: Annotated[Reference["User"] | None, Mutability.immutable, CaseExact.true] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """The address of the member."""

    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User", "Group"])
    """User or Group."""

    display: Annotated[str | None, Mutability.read_only, Returned.request] = None
    """The name of the member; shown when asked for by `attributes`."""


class Group(Resource[Any]):
    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Required.true] = None
    """What the group is called."""

    members: list[GroupMember] | None = None
    """Users of the same organisation, or groups of it."""

    Members: ClassVar[type[ComplexAttribute]] = GroupMember


OfficerUser = User[EnterpriseUser | Officer]

POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
CONFIG = ServiceProviderConfig(
    patch=Patch(supported=True),
    bulk=Bulk(supported=True, max_operations=MOST_OPERATIONS, max_payload_size=MOST_BYTES),
    filter=Filter(supported=True, max_results=MOST_RESULTS),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=True),
    etag=ETag(supported=True),
    pagination=Pagination(
        cursor=False, index=True, default_pagination_method=Pagination.DefaultPaginationMethod.index,
        default_page_size=100, max_page_size=MOST_RESULTS,
    ),
    authentication_schemes=[
        AuthenticationScheme(
            type=AuthenticationScheme.Type.oauthbearertoken,
            name="Bearer token",
            description="A token that the training administrator of the organisation issues for one HR system.",
            spec_uri=Reference[External]("https://www.rfc-editor.org/rfc/rfc6750"),
            primary=True,
        )
    ],
)  # fmt: skip
PROVIDER = ScimProvider(
    models=[User, EnterpriseUser, Officer, Group],
    resource_types=[ResourceType.from_resource(OfficerUser), ResourceType.from_resource(Group)],
    config=CONFIG,
    policy=POLICY,
)
