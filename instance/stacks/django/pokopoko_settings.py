"""The project's own settings, and what only this machine knows: the site's address, and where files stay.

DJANGO_SETTINGS_MODULE names this module, DJANGO_PROJECT_SETTINGS the project's.
"""

import os
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import django

_project = import_module(os.environ["DJANGO_PROJECT_SETTINGS"])
globals().update({name: value for name, value in vars(_project).items() if name.isupper()})
_site = urlsplit(os.environ["SITE_URL"])
_app = Path(os.environ["DJANGO_PROJECT_DIRECTORY"])


def _get(name, default):
    return globals().get(name) or default


ALLOWED_HOSTS = [*_get("ALLOWED_HOSTS", []), _site.hostname, "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [
    *_get("CSRF_TRUSTED_ORIGINS", []),
    f"{_site.scheme}://{_site.netloc}" if django.VERSION >= (4, 0) else _site.netloc,
]
if _site.scheme == "http":
    # On a laptop there's no TLS, so a redirect to it leads nowhere and its cookies never come back.
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False

if "django.contrib.staticfiles" in _get("INSTALLED_APPS", []):
    STATIC_ROOT = _get("STATIC_ROOT", str(_app / "staticfiles"))
    # Django itself serves static files only in development.
    if not any("whitenoise" in name.lower() for name in _get("MIDDLEWARE", [])):
        _middleware = list(_get("MIDDLEWARE", []))
        _security = "django.middleware.security.SecurityMiddleware"
        _middleware.insert(_middleware.index(_security) + 1 if _security in _middleware else 0, "whitenoise.middleware.WhiteNoiseMiddleware")
        MIDDLEWARE = _middleware


def _kept(file):
    """Where SQLite's database of a release stays: the first deploy begins with the committed one."""
    path = Path(file)
    path = path if path.is_absolute() else _app / path
    if _app not in path.parents:
        return file
    kept = Path(os.environ["DJANGO_KEPT_DIRECTORY"]) / path.relative_to(_app)
    kept.parent.mkdir(parents=True, exist_ok=True)
    if not kept.exists() and path.exists():
        draft = kept.with_name(f"{kept.name}.new")
        draft.write_bytes(path.read_bytes())
        draft.rename(kept)
    return str(kept)


for _database in _get("DATABASES", {}).values():
    _name = str(_database.get("NAME") or "")
    if _database.get("ENGINE", "").endswith(("sqlite3", "spatialite")) and ":memory:" not in _name and not _name.startswith("file:"):
        _database["NAME"] = _kept(_name)

# Nor does it serve what visitors upload.
if _get("MEDIA_ROOT", "") and urlsplit(_get("MEDIA_URL", "")).path.strip("/") and not urlsplit(MEDIA_URL).netloc and _get("ROOT_URLCONF", ""):
    PROJECT_URLCONF = ROOT_URLCONF
    ROOT_URLCONF = "pokopoko_urls"
