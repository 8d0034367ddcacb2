"""Plans as durable jobs: ordered, made by workers that may die at any moment, checked, stored and read."""
