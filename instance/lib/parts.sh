# shellcheck shell=bash
# What a commit only names: its submodules, and the files that Git LFS keeps. Fetched as `deploy`, with the site's key where that's for the
# same host, before anything of the release is looked at or run.
declare -r PARTS_TIMEOUT_S=900
# Of one file. A pack of a submodule is one, too.
declare -r MAX_PART_KB=2000000
EMPTY_SUBMODULES=''

# as_deploy_in_bounds COMMAND…: what it says goes into the build's log.
as_deploy_in_bounds() {
  (ulimit -f "$MAX_PART_KB" && as_deploy "$PARTS_TIMEOUT_S" "$@" </dev/null 2>>"$LOGS/build.log" 9>&- 3>&-)
}

# fetch_submodules RELEASE: what can't be had stays empty. Sets EMPTY_SUBMODULES to their paths.
fetch_submodules() {
  local path file=$STATE/said
  EMPTY_SUBMODULES=''
  if [[ $CHECKOUT != submodules ]]; then return 0; fi
  stage submodules
  as_deploy_in_bounds /opt/pokopoko/bin/submodules "$CLONE_URL" "$COMMIT" "$1" >"$file" || true
  while IFS= read -r path; do EMPTY_SUBMODULES+=${EMPTY_SUBMODULES:+, }$path; done <"$file"
  rm -f -- "$file"
}

# blame_submodules REASON: what fails in a release without some of its submodules most likely fails for want of them.
blame_submodules() {
  if [[ -z $EMPTY_SUBMODULES || $1 != @(build-failed|document-root-missing|app-directory-missing|start-missing|start-failed|release-failed) ]]; then return 0; fi
  printf 'These submodules are empty: %s\n' "$EMPTY_SUBMODULES" >>"$OUTPUT"
  fail submodule-missing 'Some submodules could not be fetched. What was deployed before stays.'
}

# fetch_lfs_files RELEASE: in place of their pointers, which are never served or built.
fetch_lfs_files() {
  local code=0
  if [[ $CHECKOUT == plain ]] || ! grep -rqs --include=.gitattributes 'filter=lfs' "$1"; then return 0; fi
  stage lfs
  if ! type -P git-lfs >/dev/null; then
    install_missing git-lfs
    changed packages
  fi
  as_deploy_in_bounds /opt/pokopoko/bin/lfs "$CLONE_URL" "$COMMIT" "$1" || code=$?
  if ((code == 0)); then return 0; fi
  tail -c "$MAX_LOG_BYTES" -- "$LOGS/build.log" >>"$OUTPUT"
  if ((code == 4)); then discard_release "$1" lfs-missing 'Some files of Git LFS could not be fetched. What was deployed before stays.'; fi
  discard_release "$1" clone-failed 'The files of Git LFS could not be fetched. It will be tried again.'
}
