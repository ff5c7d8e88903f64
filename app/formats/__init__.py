"""Bytes to domain documents and back, one folder a syntax."""
