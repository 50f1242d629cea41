# shellcheck shell=bash
# Files that stay over deploys, such as uploads: directories in SHARED that each release has a link to. Everything in them is `app`'s,
# and only `app` touches it: see bin/stack.
declare -r SHARED=$SITE/shared
declare -r SHARE_TIMEOUT_S=600

# link_shared RELEASE: after its build, before anything of it runs.
link_shared() {
  if [[ ${ANSWERS[linked]:-} == linked ]]; then return 0; fi
  if ! has_buildpack && run_stack $SHARE_TIMEOUT_S link_shared >>"$LOGS/build.log" 2>&1; then return 0; fi
  tail -c "$MAX_LOG_BYTES" -- "$LOGS/build.log" >>"$OUTPUT"
  discard_release "$1" build-failed 'The shared directories could not be linked. Is the disk full? What was deployed before stays.'
}
