"""What Linux tells about processes that run: their system calls by strace, and what /proc shows of them."""

__all__ = ["arguments", "proc", "strace"]
