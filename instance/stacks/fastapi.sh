# shellcheck shell=bash
# shellcheck source=instance/stacks/runtimes/uv.sh
source "$STACKS/runtimes/uv.sh"

packages() { python_packages; }

build() {
  use_python asgi fastapi
  set_secrets SECRET_KEY
}

start() {
  find_app FastAPI
  serve_with asgi "$APP_MODULE" "$APP_PATH"
}

has_release() { if [[ -f alembic.ini ]]; then echo yes; fi; }
release() {
  if [[ -f alembic.ini && -x $VIRTUAL_ENV/bin/alembic ]]; then alembic upgrade head; fi
}
