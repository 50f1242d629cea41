"""Prints what the shell asks of Django's settings: the name of one, or `uploads`, the directory of uploads in the repository's."""

import os
import sys
from pathlib import Path

sys.path.insert(0, os.getcwd())
from django.conf import settings  # noqa: E402


def uploads():
    here = Path.cwd()
    media = Path(os.path.normpath(here / (settings.MEDIA_ROOT or "")))
    static = [Path(os.path.normpath(here / str(item[1] if isinstance(item, tuple) else item))) for item in settings.STATICFILES_DIRS]
    if here not in media.parents or any(media == path or media in path.parents for path in static) or any(media.rglob("*.py")):
        return ""
    return media.relative_to(here)


print(uploads() if sys.argv[1] == "uploads" else getattr(settings, sys.argv[1], None) or "")
