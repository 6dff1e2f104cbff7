"""Measure what the server models cost on this machine: `nox -s measure`, one module for each measurement."""

__all__: list[str] = []
