"""Generators, measurement and scenarios of the benchmarks."""
