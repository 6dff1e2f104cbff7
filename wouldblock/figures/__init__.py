"""The recorded figures, what may be said of them, and the forms by which sentences state them."""

__all__ = ["data", "forms", "names", "programs", "schema"]
