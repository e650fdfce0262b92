"""The bulk act "officers": read → plan → apply → take back."""
