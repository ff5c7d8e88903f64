"""Units of UN/ECE Recommendation 20 that mean the same thing in different sizes: just enough to compare two documents.

What isn't in the table is never guessed: two unknown units are equal only where they are spelled alike.
"""

from decimal import Decimal

_SIZES: dict[str, tuple[str, Decimal]] = {
    code: (dimension, Decimal(size))
    for dimension, units in {
        "piece": {"C62": "1", "EA": "1", "H87": "1", "NAR": "1", "PCE": "1", "DZN": "12", "GRO": "144", "CEN": "100"}
        | {"MIL": "1000"},
        "mass": {"MGM": "0.000001", "GRM": "0.001", "KGM": "1", "TNE": "1000"},
        "length": {"MMT": "0.001", "CMT": "0.01", "DMT": "0.1", "MTR": "1", "KMT": "1000"},
        "area": {"CMK": "0.0001", "DMK": "0.01", "MTK": "1"},
        "volume": {"MLT": "0.001", "CLT": "0.01", "DLT": "0.1", "LTR": "1", "HLT": "100", "MTQ": "1000"},
        "time": {"SEC": "1", "MIN": "60", "HUR": "3600"},
        "energy": {"WHR": "0.001", "KWH": "1", "MWH": "1000"},
    }.items()
    for code, size in units.items()
}


def convert(value: Decimal, unit: str, to: str) -> Decimal | None:
    """`value` of `unit` in units of `to`; None where they can't be compared. An unnamed unit is the other's."""
    if unit == to or not unit or not to:
        return value
    here, there = _SIZES.get(unit), _SIZES.get(to)
    if here is None or there is None or here[0] != there[0]:
        return None
    return value * here[1] / there[1]
