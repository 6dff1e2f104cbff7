"""What was recorded of real servers and of bad clients, and how pages show it."""

__all__ = ["data", "failing", "shown"]
