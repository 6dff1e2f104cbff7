"""What is asked of a running server, each time from outside: facts, which the next run should find again, and numbers, which vary."""

Observed = tuple[dict | list, dict]  # (facts, numbers)
