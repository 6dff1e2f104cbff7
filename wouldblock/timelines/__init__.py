"""What a recorded run holds: its calls, its sentences, its claims, and when two are the same."""

__all__ = ["claims", "compare", "files", "model", "rows", "sentences"]
