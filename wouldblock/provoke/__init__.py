"""Set misbehaving clients on the servers of the site, and take a link down, and record what happens."""

__all__: list[str] = []
