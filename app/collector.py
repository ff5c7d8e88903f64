"""How often Python looks for garbage in cycles.

Its default, every 700 new objects, is made for small programs: reading a document of a thousand lines makes a hundred
thousand objects, and half of the time went into collections that found nothing. Nothing here switches it off.
"""

import gc

YOUNG = 50_000
OLDER = 20
"""New objects before the youngest are looked through; and how many times before those that survived are."""


def tune() -> None:
    """Set the thresholds of this process; called where a process begins."""
    gc.set_threshold(YOUNG, OLDER, OLDER)
