"""What staff write, made into values that the verbs take."""
