"""How good the planner's plans are: by size, beside peers on the same work, and against the literature."""
