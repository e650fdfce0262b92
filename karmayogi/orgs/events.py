"""What happened in orgs, for packages above."""

import dataclasses
import datetime as dt


@dataclasses.dataclass(frozen=True, slots=True)
class Appointed:
    """A person took a post. valid_from: her first day on it."""

    incumbency_id: int
    person_id: int
    post_id: int
    valid_from: dt.date
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Relieved:
    """A person left a post. valid_to: the first day on which she no longer holds it."""

    incumbency_id: int
    person_id: int
    post_id: int
    valid_to: dt.date
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class OrganisationMoved:
    """A unit and all below it have another path; whoever keeps a copy of `was` rewrites its beginning to `now`."""

    organisation_id: int
    was: str
    now: str
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class DesignationsMerged:
    """Posts of `merged_id` now have the designation `kept_id`."""

    kept_id: int
    merged_id: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class DesignationsParted:
    """A merge was undone: its posts have the designation `merged_id` again."""

    kept_id: int
    merged_id: int
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class PostingChanged:
    """What a person holds is another thing from `on`: she was transferred, joined, left or retired, or her post itself
    went to another unit (then both posts are the same). None: no post before, or none after.

    Announced beside Appointed and Relieved, once for the whole act.
    """

    person_id: int
    was_post_id: int | None
    post_id: int | None
    on: dt.date
    at: dt.datetime
