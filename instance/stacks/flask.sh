# shellcheck shell=bash
# shellcheck source=instance/stacks/runtimes/uv.sh
source "$STACKS/runtimes/uv.sh"

packages() { python_packages; }

build() {
  local declared
  use_python wsgi flask
  set_secrets SECRET_KEY
  # https://flask.palletsprojects.com/en/stable/cli/#environment-variables-from-dotenv
  declared=$({ cat .flaskenv .env 2>/dev/null || true; } | sed -nE "s/^[[:space:]]*(export +)?FLASK_APP *= *([\"']?)([^#]+)\2[[:space:]]*(#.*)?$/\3/p" | sed -E 's/[[:space:]]+$//' | head -n 1)
  if [[ -n $declared ]]; then set_default FLASK_APP="$declared"
  elif find_app Flask 2>/dev/null; then set_default FLASK_APP="$APP_MODULE"; fi
}

start() {
  if find_app Flask 2>"$RELEASE/.pokopoko/attempt" && [[ ${FLASK_APP:-$APP_MODULE} == "$APP_MODULE" ]]; then serve_with wsgi "$APP_MODULE" "$APP_PATH"
  elif [[ -n ${FLASK_APP:-} ]]; then serve_with wsgi pokopoko_wsgi:application "$STACKS/flask"
  else cat "$RELEASE/.pokopoko/attempt" >&2; return 1; fi
}

has_release() { if [[ -f migrations/env.py ]]; then echo yes; fi; }
release() {
  if [[ -f migrations/env.py ]] && has_python_package flask_migrate; then flask db upgrade; fi
}

# Flask-SQLAlchemy's databases are in `instance`, unless the repository has files there.
shared() {
  local directory
  if [[ ! -d instance ]]; then echo instance; fi
  for directory in uploads static/uploads app/static/uploads; do if [[ -d $directory ]]; then echo "$directory"; fi; done
}
