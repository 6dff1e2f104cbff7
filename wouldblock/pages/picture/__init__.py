"""Draw a recorded run: a sequence diagram with its steps, and the curves of the bytes under way."""
