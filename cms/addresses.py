"""Addresses of pages: bokmål at the root, the other languages under their code (DESIGN §8).

Reir is one site with one home page a language, so that an address follows from the page's own row
and costs no query.
"""

from django.conf import settings


def of(url_path: str, language: str) -> str:
    """Return the path from / of a page by its `url_path`, whose first part is the home page."""
    below_home = url_path.strip("/").partition("/")[2]
    prefix = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    return f"{prefix}{below_home}/" if below_home else prefix
