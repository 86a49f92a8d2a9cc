"""The years side by side, one year whole, and the archive of a year that outlives the software."""
