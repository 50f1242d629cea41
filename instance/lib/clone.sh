# shellcheck shell=bash
# The machine's bare copy of what is published.
declare -r CLONE=$SITE/clone.git
declare -r PUBLISHED=refs/testsite/published

# as_deploy SECONDS COMMAND…: with no environment but the account's own.
as_deploy() {
  local limit_s=$1
  shift
  setpriv --reset-env --reuid deploy --regid deploy --clear-groups timeout --kill-after 5 "$limit_s" "$@"
}

# git as `deploy`, for repositories of strangers: no configuration but ours, no hooks, no prompts. See bin/pull.
git_as_deploy() {
  as_deploy "${GIT_TIMEOUT:-300}" env LC_ALL=C.UTF-8 GIT_CONFIG_GLOBAL=/opt/pokopoko/git/config GIT_CONFIG_NOSYSTEM=1 \
    GIT_TERMINAL_PROMPT=0 GIT_ALLOW_PROTOCOL=http:https:ssh GIT_SSH_COMMAND='ssh -F /opt/pokopoko/ssh/config' git --git-dir "$CLONE" "$@"
}

# pull SOURCE SERVED STAMP: bin/pull as `deploy`. Sets COMMIT and FETCHED_AT; false when SOURCE could not be fetched.
pull() {
  local said code=0
  if [[ ! -d $CLONE ]]; then install -d -m 0700 -o deploy -g deploy -- "$CLONE"; fi
  # `deploy` makes its releases, and cannot touch those that were given to `app`.
  if [[ ! -k $RELEASES ]]; then install -d -m 1775 -o root -g deploy -- "$RELEASES"; fi
  said=$(as_deploy 600 /opt/pokopoko/bin/pull "$CLONE_URL" "$@" 2>>"$OUTPUT" </dev/null) || code=$?
  if ((code == 0)); then read -r COMMIT FETCHED_AT <<<"$said"; return 0; fi
  rm -rf -- "$CLONE"/*.index "$RELEASES"/*-"$3"
  if ((code == 4)); then fail clone-failed 'The files of the commit could not be written. Is the disk full?'; fi
  return 1
}

# Like pull, of the site's branch; it fails with the reason when that is not to be had.
pull_branch() {
  if pull "refs/heads/$BRANCH" "$@"; then return 0; fi
  find_reason
  # The copy may have been broken by a crash; a new one tells.
  rm -rf -- "$CLONE"
  if ! pull "refs/heads/$BRANCH" "$@"; then fail clone-failed 'The repository could not be fetched. It will be tried again.'; fi
}

# Sets DEPLOY_JSON for COMMIT. Not needed before visitors see it.
describe_commit() {
  local line at author subject
  line=$(git_as_deploy log -1 --no-show-signature --format='%ct%x1f%an%x1f%s' "$COMMIT" --)
  # Not a tab, of which two in a row count as one.
  IFS=$'\x1f' read -r at author subject <<<"$line"
  printf -v DEPLOY_JSON '{"commit":"%s","subject":%s,"author":%s,"at":%d000}' "$COMMIT" "$(json "${subject:0:200}")" "$(json "${author:0:200}")" "$at"
}

# What old commits leave behind goes now and then, after a deploy.
tidy_clone() { quiet git_as_deploy gc --auto --quiet || true; }

# Why the branch cannot be fetched, where that can be known; returns when it cannot.
find_reason() {
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
  if [[ $CLONE_URL == http* ]]; then
    code=$(curl -s -o /dev/null --max-time 20 -w '%{http_code}' --config - <<<"url = \"$CLONE_URL/info/refs?service=git-upload-pack\"") || return 1
    [[ $code == 401 || $code == 403 || $code == 404 ]]
  else
    is_missing_by_ssh
  fi
}

write_deploy_key() {
  if [[ -z $DEPLOY_KEY ]]; then
    if [[ -e $CONFIG/deploy-key ]]; then rm -f "$CONFIG/deploy-key"; changed deploy-key; fi
  elif put "$CONFIG/deploy-key" 0600 deploy:deploy <<<"${DEPLOY_KEY%$'\n'}"; then
    changed deploy-key
  fi
}
