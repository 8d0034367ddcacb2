"""A roster: a workbook or CSV file with one named worker a row."""
