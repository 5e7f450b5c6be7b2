"""The demonstration's settings, with two pages to compare with (docs/performance.md).

`REIR_BENCH_RENDER_EVERY_TIME=yes` lets every request be one that the page cache cannot answer.
"""

from config.settings.base import ROOT, env
from config.settings.demo import *  # noqa: F403
from config.settings.demo import MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "tests.bench.urls"
TEMPLATES[0]["DIRS"] = [ROOT / "tests" / "bench" / "templates", *TEMPLATES[0]["DIRS"]]
if env.bool("REIR_BENCH_RENDER_EVERY_TIME", False):
    MIDDLEWARE = [
        "tests.bench.middleware.RenderEveryTime"
        if name == "cms.serving.middleware.PageCacheMiddleware"
        else name
        for name in MIDDLEWARE
    ]
