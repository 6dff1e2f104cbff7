"""What the forms of a page become, in HTML and in Markdown."""

__all__ = ["directives", "plain", "predict", "run_card", "source"]
