"""What other packages may call of assessment: nothing. They have its events, and the slots of theirs that it fills."""

__all__: list[str] = []
