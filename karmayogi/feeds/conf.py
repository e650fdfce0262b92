"""Limits of the SCIM door."""

RATE = 1200  # requests of one token in a minute
BAD_TOKENS = 30  # requests without a good token, of one address in a minute
