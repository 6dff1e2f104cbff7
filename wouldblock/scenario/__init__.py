"""What a scenario is, is declared to be, shows, and where it has passed."""

__all__ = ["c_program", "declaration", "excerpt", "model", "passed", "program"]
