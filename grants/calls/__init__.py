"""The yearly call, its calendar and its words."""
