"""Whether an audience rule matches a person. Pure; queries/audience.py says the same in SQL."""

import datetime as dt

from karmayogi.plans.types import ON_POST, Attribute, Condition, Facts, Mandate, Posting, Rule


def matched(mandate: Mandate, facts: Facts) -> tuple[int, Posting] | None:
    """(number of the first rule that matches, the post by which it does); None: not hers.

    Every rule asks for a post within the issuer's organisation. A rule that excludes looks at all her posts.
    """
    for rule in mandate.rules:
        if rule.excludes and _anybody(rule, facts) and any(_post(rule, one) for one in facts.postings):
            return None
    for rule in mandate.rules:
        if rule.excludes or not _anybody(rule, facts):
            continue
        for posting in facts.postings:
            if mandate.unit_id in posting.units and _post(rule, posting):
                return rule.number, posting
    return None


def _anybody(rule: Rule, facts: Facts) -> bool:
    return all(_of_person(one, facts) for one in rule.conditions if one.attribute not in ON_POST)


def _post(rule: Rule, posting: Posting) -> bool:
    return all(_of_post(one, posting) for one in rule.conditions if one.attribute in ON_POST)


def _of_post(condition: Condition, posting: Posting) -> bool:
    match condition.attribute:
        case Attribute.UNIT:
            return any(unit in condition.values for unit in posting.units)
        case Attribute.DESIGNATION:
            return posting.designation_id in condition.values
        case Attribute.POSTING:
            return posting.kind in condition.values
        case _:
            return _within(posting.since, condition)


def _of_person(condition: Condition, facts: Facts) -> bool:
    values = condition.values
    match condition.attribute:
        case Attribute.GROUP:
            return facts.group in values
        case Attribute.SERVICE:
            return facts.service_id in values
        case Attribute.CADRE:
            return facts.cadre_id in values
        case Attribute.BATCH:
            return _within(facts.batch, condition)
        case Attribute.JOINED:
            return _within(facts.joined_on, condition)
        case Attribute.VERIFIED:
            return facts.verified
        case Attribute.TAG:
            return any(tag in values for tag in facts.tags)
        case _:
            return facts.person_id in values


def _within(value: dt.date | int | None, condition: Condition) -> bool:
    low, high = condition.low, condition.high
    if value is None:
        return False
    return (low is None or value >= low) and (high is None or value <= high)  # type: ignore[operator]
