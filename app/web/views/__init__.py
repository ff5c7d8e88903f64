"""One module a subject; each puts its routes on the blueprint."""

from importlib import import_module
from pkgutil import iter_modules


def load_views() -> None:
    """Import every module of this package, so that its routes are there before the blueprint is registered."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
