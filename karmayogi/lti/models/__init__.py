from karmayogi.lti.models.grades import AccessToken, LineItem, Score
from karmayogi.lti.models.keys import KeySet, LtiKey, Spent
from karmayogi.lti.models.platforms import Arrival, Guest, Login, Placement, Platform
from karmayogi.lti.models.tools import Acquaintance, Deployment, Invitation, Link, Offer, Tool

__all__ = [
    "AccessToken",
    "Acquaintance",
    "Arrival",
    "Deployment",
    "Guest",
    "Invitation",
    "KeySet",
    "LineItem",
    "Link",
    "Login",
    "LtiKey",
    "Offer",
    "Placement",
    "Platform",
    "Score",
    "Spent",
    "Tool",
]
