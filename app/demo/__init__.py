"""The demonstration: a whole procurement, played over the public API by two clients that know nothing of each other."""
