"""Kits of calls: a call given to other towns as one open file, and theirs opened here."""
