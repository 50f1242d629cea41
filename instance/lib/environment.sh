# shellcheck shell=bash
# What people set for the site's programs. Only root and `app` can read it, and bin/in-environment reads it last.
declare -r ENVIRONMENT=$CONFIG/environment
declare -r OWN_ENVIRONMENT=$ENVIRONMENT/50-site.sh
OLD_ENVIRONMENT=''

# Writes the document's environment; a document without one leaves it as it is. It's pending until the programs have restarted with it.
write_own_environment() {
  if [[ $HAS_ENVIRONMENT != true ]]; then return 0; fi
  if [[ -f $OWN_ENVIRONMENT ]]; then IFS= read -r -d '' -n 100000 OLD_ENVIRONMENT <"$OWN_ENVIRONMENT" || true; elif [[ -z $ENVIRONMENT_SH ]]; then return 0; fi
  make_directory "$ENVIRONMENT" 0755 root:root
  hide_values
  if MARK=environment write_file "$OWN_ENVIRONMENT" 0400 app:app <<<"$ENVIRONMENT_SH"; then changed environment; fi
}

# Logs go to Slack, and programs may print their environment. The first line has the values of this one to hide, the second those of the one
# before, with which programs may still be running.
hide_values() {
  local before=''
  if [[ -f $CONFIG/hidden ]]; then IFS= read -r before <"$CONFIG/hidden" || true; fi
  if [[ $before != "$HIDDEN_SH" ]]; then write_file "$CONFIG/hidden" 0600 root:root <<<"$HIDDEN_SH"$'\n'"$before" || true; fi
}

# apply_environment: restarts the programs of the current release, if the environment has changed since they started. If the web process
# doesn't answer, the old one goes on, and so does the old environment. Files of a build are built again: the next deploy does that.
apply_environment() {
  local release
  if ! is_pending environment; then return 0; fi
  if [[ -f $CURRENT.served && -d $CURRENT ]]; then
    if is_made_by_build; then write_to_pipe "$RUNTIME/pushes" pushed; return 0; fi
    read_serving
    release=$(realpath -- "$CURRENT")
    if [[ -f $PLANS/${release##*/}/web ]]; then restart_web "$release"; fi
    restart_processes
    BUILT=$release
    if [[ $SERVE == php ]]; then reload_php; fi
  fi
  clear_pending environment
}

restart_web() {
  stage start
  try_web "$1"
  if [[ -n $WEB_PROBLEM ]]; then
    write_file "$OWN_ENVIRONMENT" 0400 app:app <<<"${OLD_ENVIRONMENT%$'\n'}" || true
    clear_pending environment
    fail start-failed "$WEB_PROBLEM The environment from before stays."
  fi
  stage switch
  switch_web
}
