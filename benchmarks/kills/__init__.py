"""What is lost or done twice where processes are killed at random moments under load: clients, kills, the count."""
