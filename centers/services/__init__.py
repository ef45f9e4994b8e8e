"""What is done to places, applications, hosting, posts and preparations. One file per subject."""
