import itertools

import pytest
from hypothesis import given, settings

from karmayogi.ingest.engine.actors import agent_key, person
from karmayogi.ingest.types import Invalid
from tests.ingest import examples, strategies


def test_keys():
    assert agent_key(examples.AGENT) == "mbox:mailto:asha.verma@gov.example"
    assert agent_key(examples.BY_SUM) == "sha1:ebd31e95054c018b10727ccffd2ef2ec3a016ee9"
    assert agent_key(examples.BY_OPENID) == "openid:https://id.gov.example/ravi"
    assert agent_key(examples.BY_ACCOUNT) == "account:https://lms.gov.example|asha|verma"
    assert agent_key(examples.IDENTIFIED_GROUP) == "mbox:mailto:batch7@gov.example"


def test_only_the_domain_of_an_address_is_without_case():
    assert agent_key({"mbox": "mailto:Asha@GOV.example"}) == agent_key({"mbox": "mailto:Asha@gov.EXAMPLE"})
    assert agent_key({"mbox": "mailto:Asha@gov.example"}) != agent_key({"mbox": "mailto:asha@gov.example"})
    assert agent_key({"mbox_sha1sum": "A" * 40}) == agent_key({"mbox_sha1sum": "a" * 40})


def test_a_bar_in_an_account_does_not_make_two_accounts_one():
    found = {
        agent_key({"account": {"homePage": page, "name": name}})
        for page, name in (("https://a", "b|c"), ("https://a|b", "c"), ("https://a%7Cb", "d"), ("https://a", "b%7Cc"))
    }
    assert len(found) == 4


@settings(max_examples=20)
@given(strategies.agents(), strategies.agents())
def test_equal_keys_are_equal_identifiers(a, b):
    def known(agent):
        found = {name: agent[name] for name in ("mbox", "mbox_sha1sum", "openid", "account") if name in agent}
        if "mbox" in found:
            found["mbox"] = found["mbox"].partition("@")[0] + found["mbox"].partition("@")[2].lower()
        if "mbox_sha1sum" in found:
            found["mbox_sha1sum"] = found["mbox_sha1sum"].lower()
        return found

    assert (agent_key(a) == agent_key(b)) == (known(a) == known(b))


def test_a_group_without_an_identifier_has_no_key():
    with pytest.raises(Invalid):
        agent_key(examples.GROUP)


def test_a_person_has_everything_once():
    found = person([examples.AGENT, {**examples.AGENT, "name": "A. Verma"}, examples.BY_ACCOUNT, examples.AGENT])
    assert found == {
        "objectType": "Person",
        "name": ["Asha Verma", "A. Verma"],
        "mbox": ["mailto:asha.verma@gov.example"],
        "account": [examples.BY_ACCOUNT["account"]],
    }


def test_a_person_of_whom_nothing_is_known_but_the_identifier():
    assert person([{"mbox": "mailto:a@b.example"}]) == {"objectType": "Person", "mbox": ["mailto:a@b.example"]}


def test_the_order_of_agents_changes_no_set():
    agents = [examples.AGENT, examples.BY_SUM, examples.BY_OPENID]
    made = [person(list(order)) for order in itertools.permutations(agents)]
    assert all(sorted(one["name"]) == sorted(made[0]["name"]) for one in made)
