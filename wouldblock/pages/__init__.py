"""What the forms of a page become, in HTML and in Markdown."""

__all__ = ["directives", "picture", "plain", "predict", "recorded_run", "run_card", "source"]
