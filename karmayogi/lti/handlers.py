"""Reactions to events from below."""
