"""Where pages are: addresses, which answer now, the site, the pages that are always there."""
