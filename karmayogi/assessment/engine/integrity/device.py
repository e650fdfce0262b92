"""What is kept of the device on which a test was handed in: enough to see that it was the same, for this test alone."""

import hashlib
import hmac


def device_mark(key: bytes, test: int, address: str, agent: str) -> str:
    """A keyed hash. The number of the test is in it, so that nobody can be followed from one test to another.

    "" where nothing is known of the device. key: secret of the server; without it no address can be tried out.
    """
    if not address or not agent:
        return ""
    return hmac.new(key, f"{test}\n{address}\n{agent}".encode(), hashlib.sha256).hexdigest()
