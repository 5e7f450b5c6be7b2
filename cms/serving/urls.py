"""The public's addresses: feeds at the root, pages under each language."""

from django.urls import path, re_path
from wagtail.urls import serve_pattern

from cms.serving import feeds, public_calendar, views

feed_urls = [
    path("kalender.ics", public_calendar.calendar, name="calendar_feed"),
    path("historier.atom", feeds.stories, name="stories_feed"),
    path("verk.geojson", feeds.works, name="works_feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path(".well-known/security.txt", feeds.security, name="security"),
]

# Wagtail's own urls are left out: they bring a second password form (`_util/login/`), and pages
# of Reir are never private.
page_urls = [
    path("sok/", views.search, name="search"),
    re_path(serve_pattern, views.serve_page, name="wagtail_serve"),
]
