"""Run a scenario as its readers do."""
