"""The public search: what stands in the index, and how it is asked."""
