# shellcheck shell=bash
# What `pokopoko restart` does.

# restart_programs NAME: that program of the current release; all for ''.
restart_programs() {
  local release
  if [[ ! -f $CURRENT.served || ! -d $CURRENT ]]; then fail invalid-input 'Nothing is deployed yet.'; fi
  read_serving
  release=$(realpath -- "$CURRENT")
  if [[ -n $1 && ! -f $PLANS/${release##*/}/$1 && ! ($1 == web && $SERVE == php) ]]; then fail invalid-input "The site has no process $1."; fi
  if [[ -z $1 || $1 == web ]]; then restart_served "$release"; fi
  case $1 in
    web) ;;
    '') restart_processes ;;
    *)
      supervisor_call stopProcess "app:app-$1" >/dev/null
      supervisor_call startProcess "app:app-$1" 0 >/dev/null
      ;;
  esac
}

# What visitors reach: a web process, PHP, or, for files, nothing that could be restarted.
restart_served() {
  if [[ $SERVE == php ]]; then
    supervisor_call signalProcess testsite-php USR2 >/dev/null
  elif [[ -f $PLANS/${1##*/}/web ]]; then
    try_web "$1"
    if [[ -n $WEB_PROBLEM ]]; then fail start-failed "$WEB_PROBLEM The one from before goes on."; fi
    switch_web
  fi
}
