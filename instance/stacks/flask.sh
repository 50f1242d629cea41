# shellcheck shell=bash
# shellcheck source=instance/stacks/runtimes/uv.sh
source "$STACKS/runtimes/uv.sh"

packages() { python_packages; }

build() {
  use_python wsgi
  set_secrets SECRET_KEY
  if find_app Flask 2>/dev/null; then set_default FLASK_APP="$APP_MODULE"; fi
}

start() {
  find_app Flask
  serve_with wsgi "$APP_MODULE" "$APP_PATH"
}

release() {
  if [[ -f migrations/env.py ]] && has_python_package flask_migrate; then flask db upgrade; fi
}

# Flask-SQLAlchemy's databases are in `instance`, unless the repository has files there.
shared() {
  local directory
  if [[ ! -d instance ]]; then echo instance; fi
  for directory in uploads static/uploads app/static/uploads; do if [[ -d $directory ]]; then echo "$directory"; fi; done
}
