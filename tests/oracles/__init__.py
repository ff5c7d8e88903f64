"""Other people's engines, which our own answers are compared with. Nothing of the product depends on them."""
