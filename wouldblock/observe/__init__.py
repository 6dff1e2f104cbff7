"""Watch real servers from outside, and record what they do."""

__all__: list[str] = []
