"""The contract's rules as the engine computes with them: roads, driving times, usable seats, limits, as arrays.

The checker does not use this package: it has its own reading of the same rules.
"""
