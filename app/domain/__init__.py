"""The business, pure: the standard library and nothing else."""
