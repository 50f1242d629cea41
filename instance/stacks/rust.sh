# shellcheck shell=bash
# Debian's Rust: on 12 the newer one that its browsers are built with.

packages() {
  if [[ $(</etc/debian_version) == 12* ]]; then echo cargo-web; else echo cargo; fi
  printf '%s\n' build-essential pkg-config libssl-dev
}

build() {
  local built=$RELEASE/.pokopoko/built
  note "Rust $(rustc --version | cut -d' ' -f2)"
  set_example_secrets
  # Kept between deploys.
  export CARGO_HOME=$HOME/cargo CARGO_TARGET_DIR=$HOME/cargo/target CARGO_TERM_PROGRESS_WHEN=never
  say 'cargo build --release'
  cargo build --release --message-format=json-render-diagnostics >"$built"
  mkdir -p .pokopoko-bin
  jq -r 'select(.reason == "compiler-artifact" and .target.kind == ["bin"]) | .executable | strings' "$built" | xargs -r -d '\n' cp -t .pokopoko-bin
  set_environment PATH="$PWD/.pokopoko-bin:$PATH"
}

# Of several, the one that's called as the package, or so that it's for visitors.
start() {
  local name files=(.pokopoko-bin/*)
  if ((${#files[@]} == 1)); then files=("${files[0]#*/}"); else files=(); fi
  for name in "${files[@]}" "$(sed -nE 's/^name *= *"([^"]+)".*/\1/p' Cargo.toml | head -n 1)" server web api app; do
    if [[ -x .pokopoko-bin/$name ]]; then printf 'ROCKET_ADDRESS=127.0.0.1 ROCKET_PORT=$PORT exec %q\n' ".pokopoko-bin/$name"; return 0; fi
  done
}
