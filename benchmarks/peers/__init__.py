"""Other planners on the same work; each gives routes, which are then built into plans by one and the same code."""
