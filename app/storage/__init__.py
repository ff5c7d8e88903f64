"""SQLAlchemy models, the unit of work, sealed payloads."""
