"""What renaming, moving, merging, splitting and abolishing units have in common."""
