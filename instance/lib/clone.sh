# shellcheck shell=bash
# The machine's bare copy of the site's branch.
declare -r CLONE=$SITE/clone.git
# One place for whatever branch is published, so that `a` can be followed by `a/b`.
declare -r PUBLISHED=refs/testsite/published

# git as it must be for repositories of strangers: as `deploy`, no configuration but this, no hooks, no prompts.
git_as_deploy() {
  env -i PATH="$PATH" HOME=/var/lib/deploy LC_ALL=C.UTF-8 GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 \
    GIT_TERMINAL_PROMPT=0 GIT_ALLOW_PROTOCOL=http:https:ssh ${GIT_INDEX_FILE:+GIT_INDEX_FILE="$GIT_INDEX_FILE"} \
    GIT_SSH_COMMAND="ssh -F /dev/null -i $CONFIG/deploy-key -o IdentitiesOnly=yes -o BatchMode=yes -o ConnectTimeout=15 -o StrictHostKeyChecking=accept-new" \
    setpriv --reuid deploy --regid deploy --clear-groups timeout --kill-after 5 "${GIT_TIMEOUT:-300}" \
    git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c credential.helper= -c gc.autoDetach=false \
    -c http.lowSpeedLimit=1000 -c http.lowSpeedTime=30 -c safe.directory='*' --git-dir "$CLONE" "$@"
}

# Brings the clone to the branch's newest commit, rewritten history included, and sets COMMIT.
fetch_branch() {
  if ! pull; then
    find_reason
    # The copy may have been broken by a crash; a new one tells.
    rm -rf -- "$CLONE"
    if ! pull; then fail clone-failed 'The repository could not be fetched. It will be tried again.'; fi
  fi
  # A file until git packs it, which saves a process.
  if [[ -f $CLONE/$PUBLISHED ]]; then COMMIT=$(<"$CLONE/$PUBLISHED"); else COMMIT=$(git_as_deploy rev-parse --verify "$PUBLISHED"); fi
}

# Sets DEPLOY_JSON for COMMIT. Not needed before visitors see it.
describe_commit() {
  local line at author subject
  line=$(git_as_deploy log -1 --no-show-signature --format='%ct%x1f%an%x1f%s' "$COMMIT" --)
  # Not a tab, of which two in a row count as one.
  IFS=$'\x1f' read -r at author subject <<<"$line"
  printf -v DEPLOY_JSON '{"commit":"%s","subject":%s,"author":%s,"at":%d000}' "$COMMIT" "$(json "${subject:0:200}")" "$(json "$author")" "$at"
}

# What old commits leave behind goes now and then, after a deploy.
tidy_clone() { quiet git_as_deploy gc --auto --quiet || true; }

pull() {
  if [[ ! -d $CLONE ]]; then
    install -d -m 0700 -o deploy -g deploy -- "$CLONE"
    quiet git_as_deploy init --quiet --bare
  fi
  quiet git_as_deploy fetch --quiet --depth=1 --force --no-tags --no-recurse-submodules --no-auto-maintenance --no-write-fetch-head -- \
    "$CLONE_URL" "+refs/heads/$BRANCH:$PUBLISHED"
}

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
    # What GitHub's SSH service says; git itself exits with 128 for everything.
    [[ $(<"$OUTPUT") == *'Repository not found'* ]]
  fi
}

write_deploy_key() {
  if [[ -z $DEPLOY_KEY ]]; then
    if [[ -e $CONFIG/deploy-key ]]; then rm -f "$CONFIG/deploy-key"; changed deploy-key; fi
  elif put "$CONFIG/deploy-key" 0600 deploy:deploy <<<"${DEPLOY_KEY%$'\n'}"; then
    changed deploy-key
  fi
}
