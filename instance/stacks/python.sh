# shellcheck shell=bash
# Python with a framework that has no stack of its own here, or by a Procfile alone.
# shellcheck source=instance/stacks/runtimes/uv.sh
source "$STACKS/runtimes/uv.sh"

packages() { python_packages; }

build() {
  use_python "$(if declares_python 'starlette|litestar|quart|sanic|blacksheep'; then echo asgi; else echo none; fi)"
  set_secrets SECRET_KEY
}

start() {
  local file
  if declares_python 'starlette|litestar|quart|sanic|blacksheep' && find_app 'Starlette|Litestar|Quart|Sanic|Application' 2>/dev/null; then
    serve_with asgi "$APP_MODULE" "$APP_PATH"
    return 0
  fi
  # Streamlit's is often called as its first page.
  for file in {streamlit_app,app,main,server,web,run,index}.py $(if declares_python streamlit; then grep -lE '^(import|from) +streamlit' -- /dev/null *.py; fi); do
    if [[ ! -f $file || -L $file ]]; then continue; fi
    if declares_python streamlit; then echo "streamlit run $file --server.port \$PORT --server.address 127.0.0.1 --server.headless true"
    else echo "GRADIO_SERVER_PORT=\$PORT python $file"; fi
    return 0
  done
}
