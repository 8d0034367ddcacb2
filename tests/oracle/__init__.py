"""The best plan of a tiny scenario over a large, stated space: what the planner and the bound are measured against.

It shares the records with the product and nothing else: its own drive, road, caps, money and search.
"""

from tests.oracle.oracle import OracleResult, solve

__all__ = ["OracleResult", "solve"]
