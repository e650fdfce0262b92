"""What the other side says when it registers us is read with suspicion."""

import pytest

from karmayogi.lti.engine.registration import TOOL, BadRegistration, read_platform, read_tool, tool_request
from tests.lti.other_lms import OtherLms


@pytest.mark.parametrize("issuer", ["https://evil.example.org", "https://[lms", "", None, 7])
def test_the_configuration_lies_with_its_issuer(issuer):
    lms = OtherLms(0, "https://us.example.org", outside=0)
    assert read_platform(lms.configuration(), f"{lms.issuer}/openid")["issuer"] == lms.issuer
    with pytest.raises(BadRegistration, match="issuer"):
        read_platform(lms.configuration() | {"issuer": issuer}, f"{lms.issuer}/openid")


@pytest.mark.parametrize("messages", [5, "LtiDeepLinkingRequest", {"type": "x"}, [None]])
def test_messages_that_are_no_list_are_none(messages):
    sent = tool_request("https://tool.example", "Tool")
    sent[TOOL]["messages"] = messages
    assert read_tool(sent)["deep_link_url"] == ""
