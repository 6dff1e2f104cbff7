"""What the forms of a page become, in HTML and in Markdown."""
