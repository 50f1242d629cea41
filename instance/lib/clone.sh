# shellcheck shell=bash
# The machine's bare clone.
declare -r CLONE=$SITE/clone.git
# What bin/pull says of a new release: `submodules`, `plain`, or nothing; and lines for files that were edited.
CHECKOUT='' EDITED=()

# as_deploy SECONDS COMMAND…: runs it as `deploy`, in that account's own environment, for at most that long.
as_deploy() {
  local limit_s=$1
  shift
  setpriv --reset-env --reuid deploy --regid deploy --clear-groups timeout --kill-after 5 "$limit_s" "$@"
}

# git as `deploy`, safe for any repository: only our configuration, no hooks, no prompts. See bin/pull.
git_as_deploy() {
  as_deploy "${GIT_TIMEOUT:-300}" env LC_ALL=C.UTF-8 GIT_CONFIG_GLOBAL=/opt/pokopoko/git/config GIT_CONFIG_NOSYSTEM=1 \
    GIT_TERMINAL_PROMPT=0 GIT_ALLOW_PROTOCOL=http:https:ssh GIT_SSH_COMMAND='ssh -F /opt/pokopoko/ssh/config' git --git-dir "$CLONE" "$@"
}

# pull SOURCE SERVED STAMP: bin/pull as `deploy`. Sets COMMIT, FETCHED_AT, CHECKOUT and EDITED; false when SOURCE couldn't be fetched.
pull() {
  local said code=0
  if [[ ! -d $CLONE ]]; then install -d -m 0700 -o deploy -g deploy -- "$CLONE"; fi
  # Sticky: `deploy` creates releases, and can't touch those that belong to `app`.
  if [[ ! -k $RELEASES ]]; then install -d -m 1775 -o root -g deploy -- "$RELEASES"; fi
  said=$(as_deploy 600 /opt/pokopoko/bin/pull "$CLONE_URL" "$@" 2>>"$OUTPUT" </dev/null) || code=$?
  if ((code == 0)); then
    mapfile -t EDITED <<<"$said"
    read -r COMMIT FETCHED_AT CHECKOUT <<<"${EDITED[0]}"
    EDITED=("${EDITED[@]:1}")
    return 0
  fi
  rm -rf -- "${CLONE:?}"/*.{index,spare} "$RELEASES"/*-"$3"
  if ((code == 4)); then fail clone-failed 'The files of the commit could not be written. Is the disk full?'; fi
  return 1
}

# pull_branch SERVED STAMP: pulls the site's branch, or fails with the reason.
pull_branch() {
  if pull "refs/heads/$BRANCH" "$@"; then return 0; fi
  explain_fetch_failure
  # A crash may have broken the clone: try once with a new one.
  rm -rf -- "$CLONE"
  if ! pull "refs/heads/$BRANCH" "$@"; then fail clone-failed 'The repository could not be fetched. It will be tried again.'; fi
}

# Sets DEPLOY_JSON for COMMIT, its stack and its start page. Can wait until visitors see the commit.
describe_commit() {
  local line at author subject stack=''
  # Both can be megabytes; what follows is more than is kept.
  line=$(git_as_deploy log -1 --no-show-signature --format='%ct%x1f%an%x1f%s' "$COMMIT" -- | head -c 4000) || [[ -n $line ]]
  # A tab won't do: bash takes two in a row for one.
  IFS=$'\x1f' read -r at author subject <<<"$line"
  if [[ -n $STACK_LABEL ]]; then printf -v stack ',"stack":{"label":%s,"file":%s}' "$(json "$STACK_LABEL")" "$(json "$STACK_FILE")"; fi
  printf -v DEPLOY_JSON '{"commit":"%s","subject":%s,"author":%s,"at":%d000%s%s}' "$COMMIT" "$(json "${subject:0:200}")" "$(json "${author:0:200}")" "$at" "$stack" "${PAGE_JSON:+,\"page\":$PAGE_JSON}"
}

# Collects garbage, when git thinks it's time.
tidy_clone() { quiet git_as_deploy gc --auto --quiet || true; }

# Fails with the reason why the branch can't be fetched; returns when that isn't known.
explain_fetch_failure() {
  local heads
  if heads=$(GIT_TIMEOUT=60 git_as_deploy ls-remote --heads -- "$CLONE_URL" 2>>"$OUTPUT"); then
    if [[ -z $heads ]]; then fail repository-empty 'The repository is empty. Push something to it first.'; fi
    if [[ $heads$'\n' != *$'\t'"refs/heads/$BRANCH"$'\n'* ]]; then
      fail branch-missing 'The repository has no such branch. It may have been renamed or deleted.'
    fi
  elif is_repository_missing; then
    fail repository-missing 'There is no such repository, or it may not be read.'
  fi
}

is_repository_missing() {
  local code
  if [[ -e $CONFIG/clone-token ]]; then
    code=$(as_deploy 30 curl -s -o /dev/null --max-time 20 -w '%{http_code}' -X POST --config "$CONFIG/clone-token") || return 1
    [[ $code == 404 ]]
  elif [[ $CLONE_URL == http* ]]; then
    code=$(curl -s -o /dev/null --max-time 20 -w '%{http_code}' --config - <<<"url = \"$CLONE_URL/info/refs?service=git-upload-pack\"") || return 1
    [[ $code == 401 || $code == 403 || $code == 404 ]]
  else
    is_missing_by_ssh
  fi
}

# What the clone is fetched with: a key; or where bin/credential gets tokens, for this host alone, as a configuration of curl.
write_clone_access() {
  if [[ -n $DEPLOY_KEY ]] && write_file "$CONFIG/deploy-key" 0600 deploy:deploy <<<"${DEPLOY_KEY%$'\n'}"; then changed deploy-key; fi
  if [[ -n $TOKEN_URL ]] && write_file "$CONFIG/clone-token" 0600 deploy:deploy <<<"# $(cut -d/ -f1-3 <<<"$CLONE_URL")
url = \"$TOKEN_URL\"
header = \"Authorization: Bearer $TOKEN_SECRET\""; then
    changed clone-token
  fi
}

# Once the settings say what it's fetched with: until then, pushes need it.
remove_old_clone_access() {
  if [[ -z $DEPLOY_KEY && -e $CONFIG/deploy-key ]]; then rm -f -- "$CONFIG/deploy-key"; changed deploy-key; fi
  if [[ -z $TOKEN_URL && -e $CONFIG/clone-token ]]; then rm -f -- "$CONFIG/clone-token"; changed clone-token; fi
}
