"""Organisations, people, roles, API clients, passwords and sessions."""
