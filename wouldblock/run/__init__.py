"""Run a scenario as its readers do."""

__all__ = ["hogs", "loopback", "outcome", "process", "runner"]
