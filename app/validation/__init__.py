"""Is it right? Schemas and rules; every fault becomes a finding."""
