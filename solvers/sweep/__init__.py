"""Sweeps: one figure of a scene over a map of two of its parameters."""
