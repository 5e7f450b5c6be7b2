"""The demonstration: `data` says what there is, `builders` make it through the verbs."""
