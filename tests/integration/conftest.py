"""What integration tests share beyond databases: a real server process."""

from tests.integration.server import server, server_url

__all__ = ["server", "server_url"]
