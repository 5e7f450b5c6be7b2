"""Money and cards handed over: cash, gift cards, counts, signatures, what went wrong."""
