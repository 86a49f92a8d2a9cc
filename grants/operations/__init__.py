"""What whoever runs an instance types in a terminal."""
