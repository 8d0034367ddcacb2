"""The campaign in figures: rates, modes, load factors, money by payer, punctuality; and the daily return to send."""
