"""How often Python looks for garbage in cycles.

Its default, every 700 new objects, is made for small programs: a document of a thousand lines is ninety thousand
objects while it is judged, and a third of the time went into collections that found nothing. So the young ones are
looked through when there are more of them than two such documents have. Nothing here switches it off.
"""

import gc

YOUNG = 200_000
OLDER = 20
"""New objects before the youngest are looked through; and how many times before those that survived are."""


def tune() -> None:
    """Set the thresholds of this process; called where a process begins."""
    gc.set_threshold(YOUNG, OLDER, OLDER)
