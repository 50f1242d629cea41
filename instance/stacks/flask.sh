# shellcheck shell=bash
# shellcheck source=instance/stacks/runtimes/uv.sh
source "$STACKS/runtimes/uv.sh"

packages() { python_packages; }

build() {
  use_python wsgi
  set_environment SECRET_KEY="${SECRET_KEY:-$(secret SECRET_KEY)}"
  if find_app Flask 2>/dev/null; then set_environment FLASK_APP="${FLASK_APP:-$APP_MODULE}"; fi
}

start() {
  find_app Flask
  serve_with wsgi "$APP_MODULE" "$APP_PATH"
}

release() {
  if [[ -f migrations/env.py ]] && has_python_package flask_migrate; then flask db upgrade; fi
}
