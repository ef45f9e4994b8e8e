"""PDF kit, Excel kit and the files that people hand in and take away."""
