"""The planner: mode choice, construction, improvement."""
