"""What a team writes down for itself and for others: its routines, and recipes of activities."""
