"""What happened on each run: who boarded, who did not, who was delivered, and the three signatures of the handover."""
