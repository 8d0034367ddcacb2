"""From somebody's routes to a plan of the contract: times, coaches, repairs, tables."""
