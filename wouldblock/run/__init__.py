"""Run a scenario as its readers do."""

__all__ = ["group", "hogs", "loopback", "outcome", "process", "runner"]
