"""The pages of the procurement staff."""
