"""The archive of a year: plain pages, tables and pictures that open from a disk, without software or network."""
