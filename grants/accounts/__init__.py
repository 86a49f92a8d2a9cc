"""People, associations, sign-in and roles."""
