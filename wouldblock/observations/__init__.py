"""What was recorded of real servers, and how pages show it."""

__all__ = ["data", "shown"]
