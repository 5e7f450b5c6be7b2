"""Who works when: shifts, asks, limits, and changes of the plan."""
