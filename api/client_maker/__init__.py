"""Makes the client's models and rooms from the service's own description: ``python -m api.client_maker``."""
