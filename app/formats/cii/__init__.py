"""UN/CEFACT Cross Industry Invoice (D16B to D22B, with the profiles of Factur-X, ZUGFeRD and XRechnung)."""

from app.formats.cii.format import Cii

__all__ = ["Cii"]
