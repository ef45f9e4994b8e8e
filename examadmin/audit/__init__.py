"""The trail: append-only, chained, plain ids and names. It links to nothing."""
