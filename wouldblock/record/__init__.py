"""Run a scenario beneath strace, and make a timeline of it."""

__all__: list[str] = []
