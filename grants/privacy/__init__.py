"""What is held of people: declared column by column, taken away on demand, erased and proved, forgotten in time."""
