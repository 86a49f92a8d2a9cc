"""What the evening leaves on paper: its content as plain values, and the pages made of it."""
