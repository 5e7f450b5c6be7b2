"""Measuring how fast Reir is: `python -m tests.bench` (docs/performance.md)."""
