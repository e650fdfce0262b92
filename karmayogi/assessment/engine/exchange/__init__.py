"""Questions and tests in the forms of other systems."""
