"""Build the machine that runs the programs in the reader's browser, into build/lab/."""

__all__: list[str] = []
