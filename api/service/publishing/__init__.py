"""One plan of a campaign is published; what each party reads of it, and what a newer one changes for whom."""
