"""The project's own addresses, and the files that visitors upload."""

import re
from importlib import import_module
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import re_path
from django.views.static import serve

_project = import_module(settings.PROJECT_URLCONF)
globals().update({name: value for name, value in vars(_project).items() if name.startswith("handler")})
_prefix = urlsplit(settings.MEDIA_URL).path.strip("/")
urlpatterns = [
    re_path(rf"^{re.escape(_prefix)}/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    *_project.urlpatterns,
]
