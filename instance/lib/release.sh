# shellcheck shell=bash
# A release is a directory with the files of one commit. `current` links to the one that is served, and `public` through it to the
# published directory. Switching `current` is atomic, so visitors see all of a deploy or nothing.
#
# nginx follows a link only to what belongs to the link's own owner (`disable_symlinks`). `public` belongs to the owner of the release: so
# whatever a program puts in the place of the published directory, it leads to nothing of another account.
declare -r CURRENT=$SITE/current PUBLIC=$SITE/public RELEASES=$SITE/releases
declare -r KEPT_RELEASES=3

# deploy_newest [again|verify]: publishes the newest commit of the branch; with `again` also the one that is served already.
# `verify`, after another deploy, is a stage of its own.
deploy_newest() {
  local stamp=${EPOCHREALTIME/./}
  DEPLOY_STARTED_AT=$stamp
  if [[ ${1:-} == verify ]]; then stage verify; else stage fetch; fi
  find_served
  if [[ ${1:-} == again ]]; then SERVED=''; fi
  pull_branch "$SERVED" "$stamp"
  if [[ $COMMIT == "$SERVED" ]]; then keep_release; else publish "$RELEASES/${COMMIT:0:12}-$stamp"; fi
}

# deploy_pushed BEFORE AFTER: publishes AFTER without fetching the branch first, if BEFORE is what is served; so a late or doubled
# push never brings back an older commit. Anything else is left to deploy_newest.
deploy_pushed() {
  local stamp=${EPOCHREALTIME/./}
  find_served
  if [[ -z $SERVED || $1 != "$SERVED" || $2 == "$SERVED" ]]; then return 0; fi
  DEPLOY_STARTED_AT=$stamp
  stage fetch
  if pull "$2" "$SERVED" "$stamp"; then publish "$RELEASES/${COMMIT:0:12}-$stamp"; else DEPLOY_STARTED_AT=''; fi
}

# Sets SERVED to the commit that visitors see, or to '' if it isn't published as the settings say, was built with another environment, or
# was published by an earlier version.
find_served() {
  local commit='' said=''
  SERVED=''
  if [[ ! -f $CURRENT.served || ! -d $CURRENT || ! -L $PUBLIC ]]; then return 0; fi
  { IFS=' ' read -r commit _ && IFS= read -r said; } <"$CURRENT.served" || true
  # Cut off before it wrote what it served, a deploy has left another release.
  if ! is_current "$commit"; then return 0; fi
  if [[ $said == "$(settings_of_release)" ]] && ! { is_pending environment && is_made_by_build; }; then SERVED=$commit; fi
}

# is_current COMMIT: is a release of it served?
is_current() {
  local release
  for release in "$RELEASES/${1:0:12}"-*; do if [[ $release -ef $CURRENT ]]; then return 0; fi; done
  return 1
}

# The settings that a release is made with. When they change, the same commit is deployed again; so it is when somebody asks for it, which
# raises the revision.
settings_of_release() {
  local more=''
  if ((REVISION > 1)); then more=" $REVISION"; fi
  more+=${SHARED_DIRECTORIES:+ ${SHARED_DIRECTORIES@Q}}${WANTED_SERVICES:+ ${WANTED_SERVICES@Q}}
  printf '%s' "${APP_DIRECTORY@Q} ${DOCUMENT_ROOT@Q} ${START_COMMAND@Q}$more"
}

keep_release() {
  local last=''
  read_serving
  look_at_page
  describe_commit
  # The branch is back at what is served, which ends a failure since.
  if [[ -f $STATE/deploys.jsonl ]]; then IFS= read -r last <"$STATE/deploys.jsonl" || true; fi
  if [[ $last != '{"result":"deployed",'* ]]; then record_deploy deployed "$DEPLOY_STARTED_AT" ''; fi
  DEPLOY_STARTED_AT=''
  write_motd
  if [[ $SERVE == php ]]; then
    BUILT=$(realpath -e -- "$CURRENT")
    # With nothing to discard: this one is served.
    start_php ''
    reload_php
  fi
  give_public_to "$(realpath -e -- "$CURRENT")"
  write_nginx
  apply_environment
}

publish() {
  local hiding=''
  BUILT=$1 OWNER=deploy
  stage checkout "$FETCHED_AT"
  : >"$LOGS/build.log"
  fetch_submodules "$1"
  fetch_lfs_files "$1"
  stage stack
  find_stack "$1"
  read_procfile "$1" "$APP/Procfile"
  read_heroku_php
  if needs_app; then
    # This directory is ours: what the repository has there goes.
    rm -rf -- "$1/.pokopoko"
    begin_plan "$1"
    make_directory "$SHARED" 0755 app:app
    give_to_app "$1"
    OWNER=app
  fi
  describe_build
  install_release_packages
  start_services "$1"
  await_owner
  use_app_json "$1"
  build_release "$1"
  require_environment "$1"
  find_web "$1"
  read_notes
  find_published
  check_published "$1"
  find_route
  if needs_app; then
    link_shared "$1"
    write_processes "$1"
  fi
  stage release
  require_release_command "$1"
  run_postdeploy "$1"
  # Once more: they may have put a link in its place.
  check_published "$1"
  if needs_app; then make_room; fi
  # Beside the start of the programs.
  if [[ $OWNER == app || $CHECKOUT != plain ]]; then
    hide_secrets "$1" 9>&- 3>&- &
    hiding=$!
  fi
  if [[ -n $WEB ]]; then
    stage start
    start_web "$1"
  elif [[ $SERVE == php ]]; then
    stage start
    start_php "$1"
  fi
  if [[ -n $hiding ]]; then wait "$hiding"; fi
  stage switch
  switch_to "$1"
  if [[ $SERVE == php ]]; then reload_php; fi
  if [[ -n $WEB ]]; then switch_web; else write_nginx; stop_web; fi
  if [[ $SERVE != php ]]; then stop_php; fi
  apply_processes
  settle_services "${SERVICES[@]}"
  clear_pending environment
  stage tidy
  remember_stack
  set_file_times
  changed deploy
  keep_stage_times
  stage look
  look_at_page
  ask_for_picture
  describe_commit
  record_deploy deployed "$DEPLOY_STARTED_AT" ''
  DEPLOY_STARTED_AT=''
  write_motd
  prune_releases
  tidy_clone
}

# Is something of the release built or run? Then it belongs to `app`.
needs_app() {
  ((${#PROCESSES[@]} > 0)) || [[ -n $RELEASE_COMMAND$PROCFILE_WEB$START_COMMAND$SHARED_DIRECTORIES ]] || has_buildpack || has_app_json
}

# give_to_app RELEASE: all of its files, which can be many; await_owner returns when they are. Until then, nothing may run as `app` there.
GIVING=''
give_to_app() {
  chown -R --no-dereference app:app -- "$1" 9>&- 3>&- &
  GIVING=$!
}

await_owner() {
  if [[ -z $GIVING ]]; then return 0; fi
  wait "$GIVING"
  GIVING=''
}

# Without a published directory it's still fine if there's a web process.
check_published() {
  if [[ -n $WEB ]] || is_inside "$1" "${APP_AT:+$APP_AT/}$PUBLIC_DIRECTORY"; then return 0; fi
  discard_release "$1" document-root-missing 'The published directory is not in the branch, and no build made it.'
}

# Is $2 a directory, and inside $1 once links are resolved?
is_inside() {
  local root at=$1 part parts
  if [[ ! -d $1/$2 ]]; then return 1; fi
  IFS=/ read -ra parts <<<"$2"
  for part in "${parts[@]}"; do
    at+=/$part
    if [[ -L $at ]]; then
      root=$(realpath -e -- "$1/$2") && [[ $root/ == "$1"/* ]]
      return
    fi
  done
}

switch_to() {
  local public='' from=$APP_AT
  if [[ -z $WEB && -n $PUBLIC_DIRECTORY ]]; then from+=${from:+/}$PUBLIC_DIRECTORY; fi
  public=$(find "$PUBLIC" -maxdepth 0 -printf '%u %l' 2>/dev/null) || public=''
  if [[ -f $CURRENT.served && $public == "$OWNER current${from:+/$from}" ]]; then
    link "$CURRENT" "$1"
  else
    # Both links change: `public` bypasses `current` meanwhile, so that visitors still see one step. If it's cut off, the next deploy repeats it.
    rm -f -- "$CURRENT.served"
    link "$PUBLIC" "$1${from:+/$from}" "$OWNER"
    link "$CURRENT" "$1"
    link "$PUBLIC" "current${from:+/$from}" "$OWNER"
  fi
  printf '%s\n' "$COMMIT" "$(settings_of_release)" "$SERVE $FALLBACK $ROUTE" "$STACK_LABEL" "$STACK_FILE" "$APP_AT" "$EMPTY_SUBMODULES" >"$CURRENT.served"
}

# Sets what write_nginx and describe_commit need of the release that is served. Earlier versions wrote fewer lines.
read_serving() {
  local lines
  mapfile -t lines <"$CURRENT.served"
  IFS=' ' read -r SERVE FALLBACK ROUTE <<<"${lines[2]:-}"
  STACK_LABEL=${lines[3]:-} STACK_FILE=${lines[4]:-} APP_AT=${lines[5]-$APP_DIRECTORY} EMPTY_SUBMODULES=${lines[6]:-}
}

# Are files of a build served? Only the build reads the environment then.
is_made_by_build() {
  local release
  release=$(realpath -- "$CURRENT")
  read_serving
  [[ $SERVE == files && -f $PLANS/${release##*/}/.built ]]
}

# link PATH TARGET [OWNER]: in one step.
link() {
  ln -sfT -- "$2" "$1.new"
  if [[ ${3:-root} != root ]]; then chown --no-dereference -- "$3:" "$1.new"; fi
  mv -fT -- "$1.new" "$1"
}

# give_public_to RELEASE: earlier versions made the link root's.
give_public_to() {
  if [[ $(stat -c %u -- "$PUBLIC") != "$(stat -c %u -- "$1")" ]]; then chown -h --reference="$1" -- "$PUBLIC"; fi
}

# hide_secrets RELEASE: nginx can't read them, by whatever link. As the files' owner.
hide_secrets() {
  timeout -s KILL 60 setpriv --reset-env --reuid "$OWNER" --regid "$OWNER" --clear-groups \
    find "$1" -name node_modules -prune -o \( -name '.env*' -o -name .git \) -exec chmod o-rwx -- {} + >/dev/null 2>&1 </dev/null 9>&- 3>&- || true
}

prune_releases() {
  local release all=("$RELEASES"/*)
  local -A age=()
  rm -rf -- "${CLONE:?}"/*.{index,spare}
  for release in "${all[@]}"; do age[${release##*-}]=$release; done
  local newest
  mapfile -t newest < <(printf '%s\n' "${!age[@]}" | sort -rn | tail -n +$((KEPT_RELEASES + 1)))
  for release in "${newest[@]}"; do
    remove_release "${age[$release]}"
    rm -rf -- "${PLANS:?}/${age[$release]##*/}"
  done
}

# remove_release RELEASE: as far as that goes. What its commands have left running may write into it all the time; a later deploy tries again.
remove_release() { quiet timeout -s KILL 120 rm -rf -- "$1" || true; }

# record_deploy RESULT STARTED_AT LOG: adds a line of JSON to the last five deploys, newest first, for bin/status.
record_deploy() {
  local file=$STATE/deploys.jsonl now=${EPOCHREALTIME/./} lines=() line
  if [[ -f $file ]]; then mapfile -t -n 4 lines <"$file"; fi
  printf -v line '{"result":"%s","deployedAt":%d,"seconds":%d.%06d,"deploy":%s%s,"log":%s}' "$1" $((now / 1000)) \
    $(((now - $2) / 1000000)) $(((now - $2) % 1000000)) "${DEPLOY_JSON:-null}" "$(missing_json)" "$(json "$3")"
  printf '%s\n' "$line" "${lines[@]}" >"$file.new"
  mv -f -- "$file.new" "$file"
  queue_report
}
