"""Coming in: allauth's forms and adapter, the second factor, and where somebody starts."""
