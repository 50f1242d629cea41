# shellcheck shell=bash
# Logs by the names that people use. bin/pokopoko reads this file alone.

# log_file NAME
log_file() {
  case $1 in
    deploy | build) echo "$LOGS/build.log" ;;
    deployer) echo "$LOGS/machine/deploy.log" ;;
    *) echo "$LOGS/$1.log" ;;
  esac
}

# What visitors reach.
default_log() { if [[ -e $LOGS/web.log ]]; then echo web; elif [[ -e $LOGS/php.log ]]; then echo php; else echo nginx; fi; }

has_log() { [[ $1 == nginx || $1 =~ ^[A-Za-z][A-Za-z0-9_-]{0,40}$ && -e $(log_file "$1") ]]; }

log_names() {
  local file list=deploy
  for file in "$LOGS"/!(build|web-[ab]).log; do file=${file##*/}; list+=", ${file%.log}"; done
  printf '%s, nginx' "$list"
}
