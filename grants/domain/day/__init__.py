"""The day of the evening: who is there, where it stands, how tables follow those who came."""
