"""Benchmarks: what the program does, beside its own limit measured in the same run."""
