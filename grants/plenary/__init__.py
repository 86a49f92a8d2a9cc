"""People present, affinities, rounds, seats, running order, booklet."""
