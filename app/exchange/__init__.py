"""What runs in the background: the clock, leases, channels, the sealer."""
