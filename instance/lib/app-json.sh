# shellcheck shell=bash
# Heroku's app.json. What it says is read as `app`, by stacks/runtimes/app-json.sh.
declare -r FIRST_DEPLOY_DONE=$STATE/first-deploy-done
# Of missing variables, how many are named.
declare -r MAX_MISSING=20

has_app_json() { [[ -f $APP/app.json ]]; }

# use_app_json RELEASE: adds its variables to the release's environment, and fails if one is missing that no build sets.
use_app_json() {
  if ! has_app_json; then return 0; fi
  if ! run_stack 60 use_app_json >>"$LOGS/build.log" 2>&1; then
    tail -c "$MAX_LOG_BYTES" -- "$LOGS/build.log" >>"$OUTPUT"
    discard_release "$1" build-failed 'app.json could not be read. What was deployed before stays.'
  fi
  require_environment "$1" early
}

# require_environment RELEASE [early]: fails if nothing sets what app.json requires.
require_environment() {
  local name
  if ! has_app_json; then return 0; fi
  capture run_stack 60 missing_variables "${@:2}" 2>>"$LOGS/build.log" || SAID=''
  MISSING=()
  while read -r name; do
    if [[ $name =~ ^[A-Za-z_][A-Za-z0-9_]{0,127}$ ]] && ((${#MISSING[@]} < MAX_MISSING)); then MISSING+=("$name"); fi
  done <<<"$SAID"
  if ((${#MISSING[@]} == 0)); then return 0; fi
  tail -c "$MAX_LOG_BYTES" -- "$LOGS/build.log" >>"$OUTPUT"
  discard_release "$1" environment-missing "app.json requires variables that nothing sets: ${MISSING[*]}. Set them with Environment. What was deployed before stays."
}

# run_postdeploy RELEASE: app.json's scripts.postdeploy, once for the site: in its first deploy that gets so far.
run_postdeploy() {
  if [[ -e $FIRST_DEPLOY_DONE || -L $CURRENT ]] || ! has_app_json; then return 0; fi
  if ! run_stack "$RELEASE_TIMEOUT_S" run_postdeploy >"$LOGS/postdeploy.log" 2>&1; then
    tail -c "$MAX_LOG_BYTES" -- "$LOGS/postdeploy.log" >>"$OUTPUT"
    discard_release "$1" release-failed 'The postdeploy script of app.json failed. It runs again with the next deploy.'
  fi
  : >"$FIRST_DEPLOY_DONE"
}
