"""What a scenario is, is declared to be, shows, and where it has passed."""
