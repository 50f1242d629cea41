# shellcheck shell=bash
# A release is the files of one commit in a directory of their own; `current` leads to the one that is served and
# `public` to its published directory, so visitors see all of a deploy or nothing of it.
declare -r CURRENT=$SITE/current PUBLIC=$SITE/public RELEASES=$SITE/releases
declare -r KEPT_RELEASES=3

# deploy_newest [again]: publishes the newest commit of the branch; with `again` also the one that is served already.
deploy_newest() {
  local release
  DEPLOY_BEGAN=${EPOCHREALTIME/./}
  fetch_branch
  if [[ ${1:-} != again && -f $CURRENT.commit && $(<"$CURRENT.commit") == "$COMMIT $DOCUMENT_ROOT" && -e $PUBLIC ]]; then
    describe_commit
    read_procfile "$CURRENT/Procfile"
    DEPLOY_BEGAN=''
    write_nginx
    return 0
  fi
  release=$RELEASES/${COMMIT:0:12}-${EPOCHREALTIME/./}
  check_out "$release"
  check_published "$release"
  read_procfile "$release/Procfile"
  if ((${#PROCESSES[@]} > 0)) || [[ -n $RELEASE_COMMAND ]]; then chown -R --no-dereference app:app -- "$release"; fi
  if ! run_release_command "$release"; then
    rm -rf -- "$release"
    describe_commit
    cat -- "$LOGS/release.log" >>"$OUTPUT"
    fail release-failed "The release command failed; what was deployed before stays."
  fi
  switch_to "$release"
  apply_processes
  changed deploy
  describe_commit
  record_deploy deployed "$DEPLOY_BEGAN" ''
  DEPLOY_BEGAN=''
  prune_releases
  tidy_clone
}

check_out() {
  install -d -m 0755 -o deploy -g deploy -- "$1"
  # An index of its own, in the clone where visitors cannot see it.
  rm -f -- "$CLONE/checkout.index"
  if ! GIT_INDEX_FILE=$CLONE/checkout.index quiet git_as_deploy --work-tree "$1" read-tree --reset -u "$COMMIT"; then
    rm -rf -- "$1"
    fail clone-failed 'The files of the commit could not be written. Is the disk full?'
  fi
}

# A published directory that is not there is no fault of a repository that serves by itself.
check_published() {
  local root
  if root=$(realpath -e -- "$1/$DOCUMENT_ROOT" 2>/dev/null) && [[ -d $root && $root/ == "$1"/* ]]; then return 0; fi
  if [[ -f $1/Procfile ]] && grep -q '^web:' -- "$1/Procfile"; then return 0; fi
  rm -rf -- "$1"
  describe_commit
  fail document-root-missing 'The published directory is not in the branch.'
}

switch_to() {
  lead "$CURRENT" "$1"
  lead "$PUBLIC" "$1${DOCUMENT_ROOT:+/$DOCUMENT_ROOT}"
  printf '%s\n' "$COMMIT $DOCUMENT_ROOT" >"$CURRENT.commit"
}

lead() {
  # Over what a deploy that was cut off has left: without -T a link would be made inside the directory it leads to.
  ln -sfT -- "$2" "$1.new"
  mv -fT -- "$1.new" "$1"
}

prune_releases() {
  local release all=("$RELEASES"/*)
  local -A age=()
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
}
