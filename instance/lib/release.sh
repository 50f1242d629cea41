# shellcheck shell=bash
# A release is the files of one commit in a directory of their own. `current` leads to the one that is served, and `public`
# through it to the published directory: to lead `current` elsewhere is one step, so visitors see all of a deploy or nothing.
declare -r CURRENT=$SITE/current PUBLIC=$SITE/public RELEASES=$SITE/releases
declare -r KEPT_RELEASES=3

# deploy_newest [again|look]: publishes the newest commit of the branch; with `again` also the one that is served already.
# A `look` after another deploy counts as a part of its own.
deploy_newest() {
  local stamp=${EPOCHREALTIME/./}
  DEPLOY_BEGAN=$stamp
  if [[ ${1:-} == look ]]; then part look; else part fetch; fi
  find_served
  if [[ ${1:-} == again ]]; then SERVED=''; fi
  pull_branch "$SERVED" "$stamp"
  if [[ $COMMIT == "$SERVED" ]]; then keep_release; else publish "$RELEASES/${COMMIT:0:12}-$stamp"; fi
}

# deploy_pushed BEFORE AFTER: publishes AFTER without asking for the branch first, where it follows on what is served: a
# push that came late or twice brings back nothing. What cannot be had that way is left to deploy_newest.
deploy_pushed() {
  local stamp=${EPOCHREALTIME/./}
  find_served
  if [[ -z $SERVED || $1 != "$SERVED" || $2 == "$SERVED" ]]; then return 0; fi
  DEPLOY_BEGAN=$stamp
  part fetch
  if pull "$2" "$SERVED" "$stamp"; then publish "$RELEASES/${COMMIT:0:12}-$stamp"; else DEPLOY_BEGAN=''; fi
}

# Sets SERVED to the commit that visitors see, if it is published as the settings say; else to nothing.
find_served() {
  local commit='' root=''
  SERVED=''
  if [[ ! -f $CURRENT.served || ! -d $CURRENT || ! -L $PUBLIC ]]; then return 0; fi
  IFS=' ' read -r commit root <"$CURRENT.served" || true
  if [[ $root == "$DOCUMENT_ROOT" ]]; then SERVED=$commit; fi
}

keep_release() {
  local last=''
  describe_commit
  read_procfile "$CURRENT/Procfile"
  # What has failed since is made good: the branch is back at what is served.
  if [[ -f $STATE/deploys.jsonl ]]; then IFS= read -r last <"$STATE/deploys.jsonl" || true; fi
  if [[ $last != '{"result":"deployed",'* ]]; then record_deploy deployed "$DEPLOY_BEGAN" ''; fi
  DEPLOY_BEGAN=''
  write_nginx
}

publish() {
  local release=$1
  part checkout "$FETCHED_AT"
  check_published "$release"
  read_procfile "$release/Procfile"
  if ((${#PROCESSES[@]} > 0)) || [[ -n $RELEASE_COMMAND ]]; then chown -R --no-dereference app:app -- "$release"; fi
  part release
  if ! run_release_command "$release"; then
    rm -rf -- "$release"
    describe_commit
    tail -c "$MAX_LOG_BYTES" -- "$LOGS/release.log" >>"$OUTPUT"
    fail release-failed "The release command failed; what was deployed before stays."
  fi
  part switch
  switch_to "$release"
  apply_processes
  part tidy
  changed deploy
  describe_commit
  record_deploy deployed "$DEPLOY_BEGAN" ''
  DEPLOY_BEGAN=''
  prune_releases
  tidy_clone
}

# A published directory that is not there is no fault of a repository that serves by itself.
check_published() {
  if is_inside "$1" "$DOCUMENT_ROOT"; then return 0; fi
  if [[ -f $1/Procfile && ! -L $1/Procfile ]] && grep -q '^web:' -- "$1/Procfile"; then return 0; fi
  rm -rf -- "$1"
  describe_commit
  fail document-root-missing 'The published directory is not in the branch.'
}

# Is the directory $2 there, and inside of $1 wherever links lead?
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
  local root=''
  if [[ -f $CURRENT.served ]]; then IFS=' ' read -r _ root <"$CURRENT.served" || true; fi
  if [[ -f $CURRENT.served && $root == "$DOCUMENT_ROOT" ]]; then
    lead "$CURRENT" "$1"
  else
    # Another directory, of another commit: in one step too, although there are two links. What is cut off here begins anew.
    rm -f -- "$CURRENT.served"
    lead "$PUBLIC" "$1${DOCUMENT_ROOT:+/$DOCUMENT_ROOT}"
    lead "$CURRENT" "$1"
    lead "$PUBLIC" "current${DOCUMENT_ROOT:+/$DOCUMENT_ROOT}"
  fi
  printf '%s\n' "$COMMIT $DOCUMENT_ROOT" >"$CURRENT.served"
}

# In one step: ln(1) of coreutils makes the link under another name and renames it, since 8.28.
lead() { ln -sfT -- "$2" "$1"; }

prune_releases() {
  local release all=("$RELEASES"/*)
  local -A age=()
  rm -f -- "$CLONE"/*.index
  for release in "${all[@]}"; do age[${release##*-}]=$release; done
  local newest
  mapfile -t newest < <(printf '%s\n' "${!age[@]}" | sort -rn | tail -n +$((KEPT_RELEASES + 1)))
  for release in "${newest[@]}"; do rm -rf -- "${age[$release]}"; done
}

# record_deploy RESULT BEGAN LOG: the last five, newest first, one JSON object a line, for whoever asks for the status.
record_deploy() {
  local file=$STATE/deploys.jsonl now=${EPOCHREALTIME/./} lines=() line
  if [[ -f $file ]]; then mapfile -t -n 4 lines <"$file"; fi
  printf -v line '{"result":"%s","deployedAt":%d,"seconds":%d.%06d,"deploy":%s,"log":%s}' "$1" $((now / 1000)) \
    $(((now - $2) / 1000000)) $(((now - $2) % 1000000)) "${DEPLOY_JSON:-null}" "$(json "$3")"
  printf '%s\n' "$line" "${lines[@]}" >"$file.new"
  mv -f -- "$file.new" "$file"
  tell
}
