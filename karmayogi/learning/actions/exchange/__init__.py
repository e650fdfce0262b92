"""Courses that come in from other systems and go out to them."""
