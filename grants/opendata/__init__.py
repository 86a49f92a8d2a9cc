"""Everything out: SCDL, 360Giving, JSON, feeds."""
