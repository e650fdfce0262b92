from karmayogi.feeds.models.feed import Feed, FeedOfficer, FeedSetting
from karmayogi.feeds.models.request import ProfileRequest
from karmayogi.feeds.models.scim import ScimContact, ScimGroup, ScimMember, ScimUser
from karmayogi.feeds.models.token import Token

__all__ = [
    "Feed", "FeedOfficer", "FeedSetting", "ProfileRequest", "ScimContact", "ScimGroup", "ScimMember", "ScimUser",
    "Token",
]  # fmt: skip
