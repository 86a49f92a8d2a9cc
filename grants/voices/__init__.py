"""Open writing: comments, offers of help, corrections and news, published first and moderated afterwards."""
