"""What became of each project: the report, its photographs, its reminders."""
