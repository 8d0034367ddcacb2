"""The service without HTTP: accounts, requests, campaigns, plans and what is on record of them."""
