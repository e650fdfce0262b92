"""What crosses the face of LTI, and the plain words of its specifications."""

import enum

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP_CLAIM = "https://purl.imsglobal.org/spec/lti-dl/claim/"
AGS_CLAIM = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS_CLAIM = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership#"


class Scope(enum.StrEnum):
    """What a tool may ask of our services."""

    LINE_ITEMS = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
    LINE_ITEMS_READ = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly"
    RESULTS = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"
    SCORES = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
    MEMBERS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"


class Message(enum.StrEnum):
    RESOURCE = "LtiResourceLinkRequest"
    DEEP = "LtiDeepLinkingRequest"
    DEEP_ANSWER = "LtiDeepLinkingResponse"
