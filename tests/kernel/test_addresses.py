import pytest

from karmayogi.kernel.addresses import acceptable, public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",  # noqa: S104
        "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "::",
        "255.255.255.255", "nothing", "64:ff9b::169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::8.8.8.8",
    ],
)  # fmt: skip
def test_networks_behind_this_machine_are_not_public(address):
    assert not public(address)


def test_the_internet_is():
    assert public("8.8.8.8") and public("2606:4700::1111")
    assert public("64:ff9b::8.8.8.8"), "as a network of new addresses alone reaches it"


@pytest.mark.parametrize(
    "url",
    [
        "http://tool.example.org/", "ftp://tool.example.org/", "https:///x", "https://me:x@tool.example.org/",
        "https://tool.example.org/#x", "https://tool.example.org/ x", "https://tool.example.org:port/", "x",
        "https://tool.example.org/" + "x" * 500, "https://tool.example.org/\nHost:x", "https://[::1", "https://उ.in/",
    ],
)  # fmt: skip
def test_addresses_that_cannot_be_entered(url):
    assert not acceptable(url, plain_allowed=False)


def test_plain_http_only_where_a_setting_allows_it():
    assert acceptable("https://tool.example.org/x?y=1", plain_allowed=False)
    assert acceptable("http://127.0.0.1:8010/x", plain_allowed=True)
