# shellcheck shell=bash
# shellcheck source=instance/stacks/runtimes/golang.sh
source "$STACKS/runtimes/golang.sh"

# Most modules need no compiler of C; these do.
packages() {
  echo python3
  if grep -qE 'mattn/go-sqlite3|confluent-kafka-go|h2non/bimg|gographics/imagick' go.mod; then echo gcc libc6-dev; fi
}

# All commands of the module, each into bin/ under the name of its package, as Heroku does.
build() {
  local directories
  set_example_secrets
  use_go
  list_commands >"$RELEASE/.pokopoko/commands"
  mapfile -t directories < <(cut -d' ' -f2- "$RELEASE/.pokopoko/commands")
  if ((${#directories[@]} == 0)); then echo 'No package of the module is a command (`package main`).' >&2; return 1; fi
  say "go build -o bin/ ${directories[*]}"
  mkdir -p bin
  go build -o bin/ "${directories[@]}"
  set_environment PATH="$PWD/bin:$PATH"
  set_default GIN_MODE=release
}

# A line for each: its name, and its directory as `.` or `./cmd/server`.
list_commands() {
  go list -e -f '{{if eq .Name "main"}}{{.Target}} {{.Dir}}{{end}}' ./... | sed -E "s#^[^ ]*/([^/ ]+) $PWD#\1 .#"
}

start() {
  local commands=$RELEASE/.pokopoko/commands directory name
  if (($(wc -l <"$commands") == 1)); then
    echo "bin/$(cut -d' ' -f1 "$commands")"
    return 0
  fi
  for directory in . ./cmd/{server,web,api,app,site,www,http} ./{server,web,api,app}; do
    name=$(sed -n "s#^\([^ ]*\) $directory\$#\1#p" "$commands")
    if [[ -n $name ]]; then echo "bin/$name"; return 0; fi
  done
  echo "The module has several commands: $(cut -d' ' -f1 "$commands" | paste -s -d' '). Add a Procfile with a line \`web: bin/NAME\`." >&2
}
