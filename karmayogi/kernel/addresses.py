"""Addresses of other systems: which may be entered, and which network addresses may be spoken to."""

import ipaddress
from urllib.parse import urlsplit

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # the last four bytes are an address of the old kind


def acceptable(url: str, *, plain_allowed: bool, longest: int = 500) -> bool:
    """https with a host, no password, no fragment; http only where a setting allows it."""
    try:
        parts = urlsplit(url)
        port_is_a_number = parts.port is None or parts.port > 0
    except ValueError:
        return False
    schemes = ("https", "http") if plain_allowed else ("https",)
    return (
        len(url) <= longest
        and parts.scheme in schemes
        and bool(parts.hostname)
        and port_is_a_number
        and not parts.username
        and not parts.password
        and not parts.fragment
        and url.isascii()
        and not any(character.isspace() or character in "<>\"'\\" or ord(character) < 33 for character in url)
    )


def public(address: str) -> bool:
    """Whether a network address is on the public internet: not this machine, not a network behind it."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if found in _NAT64:
        return public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if inner is not None and not public(str(inner)):
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
