# shellcheck shell=bash
# The stack of a release: what stacks.json finds in its files, and stacks/ does about it. Commands of a stack run as `app`, in the app
# directory, with the site's environment.
declare -r BUILD_TIMEOUT_S=1200
declare -r MAX_DETECTION_BYTES=1000000
# Of what a stack notes: lines, and characters of each.
declare -r MAX_NOTES=4 MAX_NOTE=60
APP_AT='' STACK_LABEL='' STACK_FILE='' ROUTE='' BUILDPACK=''
# What functions of the stack said after the build, by their names.
declare -A ANSWERS=()
declare -r END_OF_ANSWER=$'\x1e' OTHER_PACKAGES='other packages'
EXPECTED_PACKAGES=''
# The stack of the release that is served; see is_stack_known.
declare -r FOUND_STACK=$STATE/found-stack
FOUND=''
# Packages that were all there when this was written; see add_missing_packages.
declare -r KNOWN_PACKAGES=$STATE/known-packages
DETECTION_FILES=(package.json composer.json Gemfile requirements.txt pyproject.toml Pipfile go.mod manage.py app.json compose.yaml compose.yml docker-compose.yml docker-compose.yaml .env .env.example style.css readme.txt Cargo.toml build.gradle build.gradle.kts prisma/schema.prisma src/prisma/schema.prisma src/main/resources/application.properties src/main/resources/application.yml)

# find_stack RELEASE: sets STACK, BUILDPACK, STACK_LABEL, STACK_FILE, SERVE (files, php or program), FALLBACK and PUBLISH, the candidates
# for the published directory; SERVICES, what the app needs beside it, and SERVICE_FILES, the files that ask for that; ABSENT, names of what
# it uses that machines don't have; APP_AT, the directory of the app in the release, and APP, its path.
find_stack() {
  local ONLY_APP=''
  APP_AT=$APP_DIRECTORY APP=$1${APP_DIRECTORY:+/$APP_DIRECTORY}
  if ! is_inside "$1" "$APP_DIRECTORY"; then discard_release "$1" app-directory-missing 'The app directory is not in the branch.'; fi
  if is_stack_known; then
    eval "$FOUND"
    APP=$1${APP_AT:+/$APP_AT}
    choose_services
    return 0
  fi
  describe_app stack
  if [[ -n $ONLY_APP && -z $APP_DIRECTORY && (-z $DOCUMENT_ROOT || ! -d $1/$DOCUMENT_ROOT) ]]; then descend "$1" "$ONLY_APP"; fi
  printf -v FOUND '%s=%q ' STACK "$STACK" BUILDPACK "$BUILDPACK" STACK_LABEL "$STACK_LABEL" STACK_FILE "$STACK_FILE" SERVE "$SERVE" FALLBACK "$FALLBACK" APP_AT "$APP_AT"
  FOUND+="PUBLISH=(${PUBLISH[*]@Q}) ABSENT=(${ABSENT[*]@Q}) SERVICES=(${SERVICES[*]@Q}) SERVICE_FILES=(${SERVICE_FILES[*]@Q})"
  choose_services
}

# Is it the stack of the release that is served, since only the content of other files has changed? Sets FOUND to it. The settings are the
# same where bin/pull says which files were edited, and bin/deployer has the version of these scripts.
is_stack_known() {
  local line file from=''
  if [[ -z ${INSTANCE:-} || ${#EDITED[@]} == 0 || ! -f $FOUND_STACK ]]; then return 1; fi
  { IFS= read -r from && IFS= read -r -d '' FOUND; } <"$FOUND_STACK" || [[ -n $FOUND ]]
  if [[ $from != "$SERVED $INSTANCE $PULL_REQUEST" ]]; then return 1; fi
  for line in "${EDITED[@]}"; do
    # With odd characters, paths are quoted.
    line=${line%\"}
    for file in "${DETECTION_FILES[@]}"; do if [[ $line == *[$'\t/']"$file" ]]; then return 1; fi; done
  done
}

# For is_stack_known, once the release is served.
remember_stack() { if [[ -n ${INSTANCE:-} ]]; then write_file "$FOUND_STACK" 0600 root:root <<<"$COMMIT $INSTANCE $PULL_REQUEST"$'\n'"$FOUND" || true; fi; }

# descend RELEASE DIRECTORY: the app is there, if that is a stack. Databases may be asked for at the top, by a compose file.
descend() {
  local services=("${SERVICES[@]}") asked_by=("${SERVICE_FILES[@]}")
  APP=$1/$2
  describe_app stack-below
  if ((${#SERVICES[@]} == 0)); then SERVICES=("${services[@]}") SERVICE_FILES=("${asked_by[@]}"); fi
  if [[ -n $STACK ]]; then APP_AT=$2 STACK_FILE=$2/$STACK_FILE; else APP=$1; fi
}

describe_app() {
  local found
  found=$(describe_repository "$APP" "$STATE/$1") || fail unexpected 'The files of the release could not be read.'
  eval "$found"
}

# describe_repository DIRECTORY KNOWN: prints the stack as assignments. Links are ignored: they could lead out of the release. What was found
# is kept in the file KNOWN, since most pushes change nothing that tells.
describe_repository() {
  local name names=() paths key before='' found='' known=$2 size
  cd -- "$1" || return 1
  for name in "${DETECTION_FILES[@]}"; do
    if [[ -f $name && ! -L $name && ! -L ${name%/*} ]]; then names+=("$name"); fi
  done
  if ((${#names[@]} > 0)); then
    paths=$(stat -c '%s %n' -- "${names[@]}") || return 1
    names=()
    while read -r size name; do if ((size <= MAX_DETECTION_BYTES)); then names+=("$name"); fi; done <<<"$paths"
  fi
  paths=$(find . -mindepth 1 -maxdepth 3 \( -name .git -o -name node_modules -o -name vendor \) -prune -o \
    \( -type d -printf '%P/\n' -o -type f -printf '%P\n' \) | sort) || return 1
  key=$(sha256sum -- /opt/pokopoko/stacks.json /opt/pokopoko/lib/stack.{jq,sh} "${names[@]}" - <<<"$PULL_REQUEST $paths" | sha256sum) || return 1
  if [[ -f $known ]]; then { IFS= read -r before; IFS= read -r -d '' found; } <"$known" || true; fi
  if [[ $before != "$key" ]]; then
    found=$(detect_stack "${names[@]}" <<<"$paths") || return 1
    write_file "$known" 0600 root:root <<<"$key"$'\n'"$found" || true
  fi
  printf '%s' "$found"
}

# detect_stack FILE… <PATHS: one jq for all, since it takes longer to start than to do this.
detect_stack() {
  local file arguments=() files='{}' review=false
  if [[ -n $PULL_REQUEST ]]; then review=true; fi
  for file; do
    files+=" + {\"$file\": \$f${#arguments[@]}}"
    arguments+=(--rawfile "f${#arguments[@]}" "$file")
  done
  jq -Rnr "${arguments[@]}" --argjson table "$(</opt/pokopoko/stacks.json)" "{paths: [inputs], files: ($files), review: $review} | $(</opt/pokopoko/lib/stack.jq)"'
    | {id: "", buildpack: "", label: "", file: "", serve: "files", publish: [""]} + .
    | @sh "STACK=\(.id)", @sh "BUILDPACK=\(.buildpack)", @sh "STACK_LABEL=\(.label)", @sh "STACK_FILE=\(.file)", @sh "SERVE=\(.serve)",
      @sh "FALLBACK=\(.fallback // false)", @sh "ONLY_APP=\(.only // "")", "PUBLISH=(" + @sh "\(.publish)" + ")",
      "ABSENT=(" + @sh "\(.absent)" + ")", "SERVICES=(" + @sh "\([.services[].id])" + ")", "SERVICE_FILES=(" + @sh "\([.services[].file])" + ")"'
}

# run_stack SECONDS FUNCTION…: runs that function of the stack's file, as bin/stack.
run_stack() {
  local limit_s=$1
  shift
  as_app "$limit_s" "$APP" /opt/pokopoko/bin/stack "$BUILT" "$STACK" "$BUILDPACK" "$@"
}

# What stacks/ has no file for is published as it is.
has_buildpack() { [[ -n $BUILDPACK && -f /opt/pokopoko/stacks/$BUILDPACK.sh ]]; }

describe_build() {
  printf '%s (%s)\n' "${STACK_LABEL:-No stack found}" "${STACK_FILE:-no file tells}" >>"$LOGS/build.log"
  describe_services >>"$LOGS/build.log"
}

# build_release RELEASE: before anything of the release is served.
build_release() {
  local code=0 kills started_s reason=build-failed problem='The build failed.'
  if ! has_buildpack; then return 0; fi
  stage build
  started_s=$SECONDS
  kills=$(memory_kills)
  run_build || code=$?
  if [[ $SAID == "$OTHER_PACKAGES" ]]; then
    stage packages
    install_packages_of_stack
    stage build
    started_s=$SECONDS EXPECTED_PACKAGES=''
    run_build || code=$?
  fi
  if ((code != 0)) && lacks_compiler && install_compilers; then
    code=0
    run_build || code=$?
  fi
  if ((code == 0)); then
    : >"$PLANS/${1##*/}/.built"
    return 0
  fi
  # By the clock: what a build itself ends with may be a timer's exit code, too.
  if ((SECONDS - started_s >= BUILD_TIMEOUT_S)); then
    reason=build-too-slow problem="The build took more than $((BUILD_TIMEOUT_S / 60)) minutes."
  elif ran_out_of_memory "$code" "$kills" "$LOGS/build.log"; then
    reason=build-out-of-memory problem='The build ran out of memory.'
  else
    # It may be what the build lacks.
    require_environment "$1"
  fi
  tail -c "$MAX_LOG_BYTES" -- "$LOGS/build.log" >>"$OUTPUT"
  if [[ $reason == build-out-of-memory ]]; then describe_memory >>"$OUTPUT"; fi
  discard_release "$1" "$reason" "$problem What was deployed before stays."
}

# Debian packages that services, the stack, or the repository's Aptfile ask for, all at once. If those of the last time are all there, the build
# sees whether the stack still asks for the same ones, and no process is needed for that.
install_release_packages() {
  local missing=()
  stage packages
  EXPECTED_PACKAGES=''
  if ((${#SERVICES[@]} > 0)); then mapfile -t missing < <(missing_services); fi
  if has_buildpack && [[ ${#missing[@]} == 0 && $KNOWN_PACKAGES -nt /var/lib/dpkg/status ]]; then
    EXPECTED_PACKAGES=$(<"$KNOWN_PACKAGES")
    return 0
  fi
  install_packages_of_stack "${missing[@]}"
}

# install_packages_of_stack PACKAGE…: those, and what the stack asks for.
install_packages_of_stack() {
  local missing=("$@")
  await_owner
  if has_buildpack || [[ -f $APP/Aptfile ]]; then add_missing_packages all_packages; fi
  if ((${#missing[@]} == 0)); then return 0; fi
  install_stopped "${missing[@]}"
  changed packages
}

# False when they are there.
install_compilers() {
  local missing=()
  add_missing_packages compilers
  if ((${#missing[@]} == 0)); then return 1; fi
  install_missing "${missing[@]}"
}

# add_missing_packages FUNCTION: adds to `missing` which Debian packages that this function of the stack prints aren't installed. For apt,
# `name-` removes a package.
add_missing_packages() {
  local package wanted=() installed is_known=1
  capture run_stack 60 "$1" 2>>"$LOGS/build.log" || SAID=''
  while read -r package _; do
    if [[ $package =~ ^[a-z0-9][a-z0-9+.-]{0,79}[a-z0-9+.]$ ]]; then wanted+=("$package"); fi
  done <<<"$SAID"
  # Nothing was installed or removed since.
  if ((${#wanted[@]} == 0)) || [[ $KNOWN_PACKAGES -nt /var/lib/dpkg/status && $(<"$KNOWN_PACKAGES") == "${wanted[*]}" ]]; then return 0; fi
  # Without those that it doesn't know, and false then.
  installed=$(dpkg-query -W -f ' ${Package}:${db:Status-Status} ' "${wanted[@]}" 2>/dev/null) || true
  for package in "${wanted[@]}"; do if [[ $installed != *" $package:installed "* ]]; then missing+=("$package") is_known=''; fi; done
  if [[ -n $is_known ]]; then printf '%s\n' "${wanted[*]}" >"$KNOWN_PACKAGES"; fi
}

# Sets ANSWERS, too.
run_build() {
  local name names=(notes linked has_release)
  if [[ -z $DOCUMENT_ROOT && $SERVE != php ]]; then names=(published "${names[@]}"); fi
  # Others say themselves where they make pages.
  if [[ -z $DOCUMENT_ROOT && $BUILDPACK == node ]]; then names=(made_page "${names[@]}"); fi
  if is_start_asked; then names=(start "${names[@]}"); fi
  ANSWERS=()
  capture run_stack $BUILD_TIMEOUT_S build_and_answer "$EXPECTED_PACKAGES" "${names[@]}" 2>>"$LOGS/build.log" || return
  if [[ $SAID == "$OTHER_PACKAGES" ]]; then return 0; fi
  for name in "${names[@]}"; do
    ANSWERS[$name]=${SAID%%"$END_OF_ANSWER"*} SAID=${SAID#*"$END_OF_ANSWER"}
    ANSWERS[$name]=${ANSWERS[$name]%$'\n'}
  done
}

# Does the stack say how the web process is started?
is_start_asked() { [[ $SERVE == program && -z $START_COMMAND$PROCFILE_WEB$DOCUMENT_ROOT ]]; }

# Did the build want to compile something? Most projects don't, and compilers take a while to install.
lacks_compiler() {
  tail -c 20000 -- "$LOGS/build.log" | grep -E "(gcc|g\+\+|cc|c\+\+|make|cmake|pkg-config|pg_config|mysql_config|Python\.h|[a-z0-9]+\.h)['\"\`]?:? *(command |executable )?(not found|No such file)|(No such file or directory|not found|unable to execute|can't find|exec):? ['\"\`]?([a-z0-9_]+-linux-gnu-)?(gcc|g\+\+|cc|c\+\+|make|cmake)\b" >/dev/null
}

# Sets PUBLIC_DIRECTORY, the directory for visitors in the app directory: the one that the settings name, or the first with a start page.
find_published() {
  local candidate
  if [[ -n $DOCUMENT_ROOT ]]; then PUBLIC_DIRECTORY=$DOCUMENT_ROOT; return 0; fi
  PUBLIC_DIRECTORY=''
  local said=${ANSWERS[published]:-}
  if [[ $SERVE == files && $said =~ ^[A-Za-z0-9._/-]{1,200}$ && /$said/ != */@(.|..)/* ]]; then PUBLISH=("${said#/}" "${PUBLISH[@]}"); fi
  if find_start_page; then return 0; fi
  for candidate in "${PUBLISH[@]}"; do if [[ $candidate != *'*'* && -d $APP/$candidate ]]; then PUBLIC_DIRECTORY=$candidate; return 0; fi; done
}

# Sets PUBLIC_DIRECTORY to the first candidate with a start page, or else to where the build made one; false when there's none.
find_start_page() {
  local candidate directory made=${ANSWERS[made_page]:-}
  for candidate in "${PUBLISH[@]}"; do
    # Only `*` stands for other characters, and it's ours.
    for directory in "$APP"${candidate:+/}$candidate; do
      if [[ -f $directory/index.html || -f $directory/index.php || -f $directory/index.htm ]]; then
        PUBLIC_DIRECTORY=${directory#"$APP"}
        PUBLIC_DIRECTORY=${PUBLIC_DIRECTORY#/}
        return 0
      fi
    done
  done
  if [[ ! $made =~ ^[A-Za-z0-9._/-]{1,200}$ || /$made/ == */@(.|..)/* || ! -f $APP/$made/index.html ]]; then return 1; fi
  PUBLIC_DIRECTORY=$made
}

# Sets WEB to the command of the web process: the settings' own, the Procfile's, or the stack's. Empty: files are published.
find_web() {
  WEB=''
  if [[ -n $START_COMMAND ]]; then WEB=$START_COMMAND
  elif [[ -n $PROCFILE_WEB ]]; then WEB=$PROCFILE_WEB
  elif is_start_asked; then
    WEB=${ANSWERS[start]:-}
    # Some frameworks can also make files, as Next.js by `output: 'export'`.
    if [[ -z $WEB ]] && ! find_start_page; then discard_release "$1" start-missing "Nothing says how to start this $STACK_LABEL project. Add a Procfile with a line \`web: COMMAND\`."; fi
  fi
  if [[ -n $WEB ]]; then SERVE=program; elif [[ $SERVE == program ]]; then SERVE=files; fi
}

# Completes STACK_LABEL, which people see, with what the stack noted, such as `Node 22.11.0`. A Procfile alone is a stack, too.
read_notes() {
  local note notes
  if [[ -z $STACK_LABEL && -n $PROCFILE_WEB ]]; then STACK_LABEL=Procfile STACK_FILE=Procfile; fi
  mapfile -t -n "$MAX_NOTES" notes <<<"${ANSWERS[notes]:-}"
  for note in "${notes[@]}"; do if [[ -n $note ]]; then STACK_LABEL+=" · ${note:0:MAX_NOTE}"; fi; done
  for note in "${SERVICES[@]}"; do STACK_LABEL+="${STACK_LABEL:+ · }$(service_name "$note")"; done
}

# Sets ROUTE, what nginx has to know of the published directory, or '': of files, the path that the pages expect to be under; of PHP, how
# it gets paths.
find_route() {
  ROUTE=''
  if ! has_buildpack; then return 0; fi
  case $SERVE in
    files) capture run_stack 60 base_path "$PUBLIC_DIRECTORY" 2>/dev/null || SAID='' ;;
    php)
      if [[ ! -e $APP/$PUBLIC_DIRECTORY/.htaccess ]]; then return 0; fi
      capture run_stack 60 rewriting "$PUBLIC_DIRECTORY" 2>/dev/null || SAID=''
      ;;
    *) return 0 ;;
  esac
  if [[ $SERVE == files && $SAID =~ ^/[A-Za-z0-9._~-]{1,100}$ || $SERVE == php && $SAID =~ ^(\.php|[A-Za-z_]{1,30})$ ]]; then ROUTE=$SAID; fi
}

# discard_release RELEASE REASON MESSAGE: removes it and fails.
discard_release() {
  local output=$OUTPUT
  remove_release "$1"
  # What this prints isn't why.
  OUTPUT=/dev/null
  restore_services
  restart_stopped
  OUTPUT=$output
  describe_commit
  blame_submodules "$2"
  fail "$2" "$3"
}
