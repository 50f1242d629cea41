# shellcheck shell=bash
# Go from the module proxy (https://go.dev/doc/toolchain). It fetches the version that go.mod asks for by itself, which Debian 12's can't.
# As `app`, kept between deploys.
GO_VERSION=1.27.4
declare -A GO_MACHINES=([x86_64]=amd64 [aarch64]=arm64)
declare -A GO_SHA256=(
  [amd64]=7ecd542f86ccbbb5017de33ac529872bc48c71f4edb658d63a18d2206f482b9b
  [arm64]=7088ab020c533c258eef3c8ba2a30f13749eec2f559d5d452bd0ddd4eafb51d8
)

# use_go: puts it on the PATH: the image's, if it can switch to others.
use_go() {
  local directory=$HOME/tools/go-$GO_VERSION version
  export GOTOOLCHAIN=auto GOTELEMETRY=off
  if ! type -P go >/dev/null || ! has_switching go; then
    if [[ ! -d $directory ]]; then fetch_go "$directory"; fi
    PATH=$directory/bin:$PATH
  fi
  version=$(go env GOVERSION) || unavailable 'This Go' "$(go_versions)" || return 1
  note "Go ${version#go}"
}

# Since 1.21. Older ones know no GOTOOLCHAIN, and fail on newer go.mod.
has_switching() { [[ -n $(cd / && "$1" env GOTOOLCHAIN 2>/dev/null) ]]; }

go_proxy() {
  local proxy=${GOPROXY:-https://proxy.golang.org}
  proxy=${proxy%%[,|]*}
  printf '%s' "${proxy%/}/golang.org/toolchain/@v"
}

go_versions() { curl -fsS --max-time 60 "$(go_proxy)/list" | sed -nE "s/^v0\.0\.1-go(.*)\.linux-${GO_MACHINES[$(uname -m)]}$/\1/p" | grep -v rc | sort -V | tail -n 8 | paste -s -d' '; }

fetch_go() {
  local machine=${GO_MACHINES[$(uname -m)]:-} name archive
  if [[ -z $machine ]]; then echo "Go isn't available for $(uname -m) machines: bring it with the image." >&2; return 1; fi
  say "Installing Go $GO_VERSION"
  mkdir -p "$HOME/tools"
  name=v0.0.1-go$GO_VERSION.linux-$machine
  archive=$(mktemp "$HOME/tools/go.XXXXXX")
  curl -fsSL --retry 3 --max-time 600 -o "$archive" "$(go_proxy)/$name.zip"
  sha256sum --check --status - <<<"${GO_SHA256[$machine]}  $archive" || { echo 'The download of Go is not what it should be.' >&2; return 1; }
  rm -rf "$1.new"
  python3 -m zipfile -e "$archive" "$1.new"
  rm -f "$archive"
  # The proxy's archives know no permissions.
  chmod +x "$1.new/golang.org/toolchain@$name"/{bin/*,pkg/tool/*/*}
  mv -T "$1.new/golang.org/toolchain@$name" "$1"
  rm -rf "$1.new"
}
