"""Who may open accounts and change persons.

Where in the tree of organisations a person works is known above (`orgs`): an administrator reaches a person only
through `orgs.api.access_person`, and what is checked here is that she is an administrator at all.
"""

from karmayogi.kernel.access import Agent, Role, System

# What a person may change about herself; the rest is the office's record.
OWN_FIELDS = frozenset({"name_native", "native_language", "honorific", "mother_tongue"})


def can_open_accounts(agent: Agent) -> bool:
    return isinstance(agent, System) or bool(agent.paths(Role.MDO_ADMIN, Role.SPV_ADMIN))


def can_change_person(agent: Agent, person_id: int, fields: frozenset[str]) -> bool:
    if can_open_accounts(agent):
        return True
    return not isinstance(agent, System) and agent.person_id == person_id and fields <= OWN_FIELDS
