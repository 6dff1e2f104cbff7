"""What MkDocs is told, what lies beside the pages, and the finishing of the built site."""

__all__: list[str] = []
