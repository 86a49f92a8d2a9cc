"""A believable year in an invented town."""
