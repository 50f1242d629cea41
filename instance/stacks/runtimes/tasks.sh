# shellcheck shell=bash
# Builds without a script of package.json that names them.
QUIET_TASK_S=15

# The task of Gulp or Grunt that builds, where no script names it.
run_tasks() {
  local tool=gulp name tasks
  if [[ -f Gruntfile.js ]]; then
    tool=grunt
    tasks=$(sed -nE "s/.*registerTask\([[:space:]]*['\"]([A-Za-z0-9:_-]+)['\"].*/\1/p" Gruntfile.js)
  elif compgen -G 'gulpfile*' >/dev/null; then tasks=$(gulp --tasks-simple)
  else return 0; fi
  for name in build:{prod,production,dist} build-{prod,production,dist} build production prod dist release compile; do
    if ! grep -qx -- "$name" <<<"$tasks"; then continue; fi
    say "$tool $name"
    "$tool" "$name"
    return 0
  done
  say "$tool default"
  if grep -qiE 'watch|serve|browser-?sync' gulpfile*.* Gruntfile.js 2>/dev/null; then run_until_quiet "$tool" default; else "$tool" default; fi
}

# run_until_quiet COMMAND…: one that may also serve and watch, and so doesn't end: it's ended once it has nothing more to say.
run_until_quiet() {
  local task said=$RELEASE/.pokopoko/attempt
  : >"$said"
  setsid "$@" > >(tee "$said") 2>&1 &
  task=$!
  while kill -0 "$task" 2>/dev/null; do
    if [[ -z $(find "$said" -newermt "-$QUIET_TASK_S seconds") ]]; then
      say "It doesn't end by itself, and has been quiet for $QUIET_TASK_S s: ending it"
      kill -- "-$task"
      return 0
    fi
    sleep 1
  done
  wait "$task"
}
