"""Proof: signed receipts and what verifies them without a server."""
