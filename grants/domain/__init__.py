"""The rules of the trade, in plain Python: nothing here knows the web, the database or the files."""
