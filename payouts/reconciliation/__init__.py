"""Whether the ledger agrees with everything else."""
