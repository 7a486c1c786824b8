"""Suites, metrics and figures that say how well the program does."""
