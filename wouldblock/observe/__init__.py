"""Watch real servers from outside, and record what they do."""
