"""What appointing, transferring, relieving and retiring have in common."""
