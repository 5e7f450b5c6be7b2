"""What pages are written with: forms, choosers, and what an editor's own teams may name."""
