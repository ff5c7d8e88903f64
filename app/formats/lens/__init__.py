"""The mapping language: messages of X12 and EDIFACT to documents and back, by `edi_mappings/`, in one definition.

docs/mapping.md has the language. Nothing here knows a message; what there is to know is in the mapping files.
"""

from app.formats.lens.explaining import Row, Trial, diff, explain, test
from app.formats.lens.faults import BrokenMapping, UnknownMapping
from app.formats.lens.files import MAPPINGS
from app.formats.lens.library import Lens, lens, lens_for, made, names
from app.formats.lens.losses import Loss
from app.formats.lens.reading import Reading, read
from app.formats.lens.writing import Writing, write

__all__ = [
    "MAPPINGS",
    "BrokenMapping",
    "Lens",
    "Loss",
    "Reading",
    "Row",
    "Trial",
    "UnknownMapping",
    "Writing",
    "diff",
    "explain",
    "lens",
    "lens_for",
    "made",
    "names",
    "read",
    "test",
    "write",
]  # fmt: skip
