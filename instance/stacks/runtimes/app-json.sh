# shellcheck shell=bash
# Heroku's app.json in the app directory: variables, and a script for the first deploy. lib/stack.jq reads its add-ons.

read_app_json() {
  local review=false
  if [[ -e $PLAN/.review ]]; then review=true; fi
  jq -Rsr --arg part "$1" --argjson review "$review" -f /opt/pokopoko/lib/app-json.jq app.json
}

# Its values and generated secrets. What people, databases, or the site itself set is read later, and wins.
use_app_json() {
  local calls
  if ! calls=$(read_app_json env 2>/dev/null); then
    note 'app.json is not valid JSON'
    echo 'app.json is not valid JSON, so its variables, add-ons, and scripts are ignored.' >&2
    return 0
  fi
  eval "$calls"
}

offer_variable() { set_environment "$1=$2"; }
generate_variable() { set_environment "$1=$(secret "$1")"; }
require_variable() { printf '%s\n' "$1" >>"$RELEASE/.pokopoko/required"; }
skip_variable() { printf 'app.json: %q is left out: it is not a variable that can be set.\n' "$1"; }

# missing_variables [early]: prints the names that app.json requires and nothing sets. `early`, before the build, without those that the
# stack may set in it.
missing_variables() {
  local name
  if [[ ! -f $RELEASE/.pokopoko/required ]]; then return 0; fi
  while read -r name; do
    if [[ -v $name ]] || { [[ ${1:-} == early ]] && may_be_set_later "$name"; }; then continue; fi
    printf '%s\n' "$name"
  done <"$RELEASE/.pokopoko/required"
}

# Those that a stack's file names, and those that Django's reads from the project's settings.
may_be_set_later() {
  [[ $1 == *SECRET_KEY* || $1 == *ALLOWED_HOSTS* || $1 == *CSRF* ]] || grep -qwrF -- "$1" "$STACKS"
}

run_postdeploy() {
  local script
  script=$(read_app_json postdeploy) || return 0
  if [[ -z $script ]]; then return 0; fi
  bash -c "$script"
}
