"""Run a scenario beneath strace, and make a timeline of it."""
