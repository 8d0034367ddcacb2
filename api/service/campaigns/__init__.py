"""Campaigns: whom they bring where and when, what carriers offer, under which rules, and what of it is planned."""
