# shellcheck shell=bash
# Python by uv (https://docs.astral.sh/uv/): the version that the repository declares, and its packages. As `app`, kept between deploys.
# shellcheck source=instance/stacks/runtimes/python-version.sh
source "$STACKS/runtimes/python-version.sh"

UV_VERSION=0.13.9
declare -A UV_WHEELS=(
  [x86_64]=3d/aa/26d64642d808de4a652579ef950d7cd2d37f080a8babf9c67c6b75fc4c3f/uv-0.13.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl
  [aarch64]=57/15/94b6cd62ac3ff6550288328e8035288875197cbc183f51554b266a69877b/uv-0.13.9-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64.whl
)
declare -A UV_SHA256=(
  [x86_64]=d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19
  [aarch64]=5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe
)
POETRY_VERSION=2.5.1
# What declares_python reads once.
PYTHON_DECLARED=''

# Debian packages for what PyPI has only as source, or what a wheel links to.
python_packages() {
  echo python3
  if declares_python psycopg2; then echo build-essential python3-dev libpq-dev; fi
  # Old binaries of it are for no Python of today.
  if declares_python 'psycopg2-binary *== *2\.[0-8]'; then echo build-essential python3-dev libpq-dev; fi
  if declares_python psycopg; then echo libpq5; fi
  if declares_python mysqlclient; then echo build-essential python3-dev default-libmysqlclient-dev pkg-config; fi
  if declares_python 'uwsgi|pillow *== *[2-8]|lxml *== *[34]|cffi *== *1\.[0-9]\.|pycrypto|gevent *== *1'; then echo build-essential python3-dev libffi-dev zlib1g-dev libjpeg-dev libxml2-dev libxslt1-dev; fi
  if declares_python python-magic; then echo libmagic1; fi
  if declares_python 'weasyprint|django-weasyprint'; then echo libpango-1.0-0 libpangoft2-1.0-0; fi
}

# With what Python's most used packages are compiled against.
compilers() {
  printf '%s\n' build-essential pkg-config python3-dev libpq-dev default-libmysqlclient-dev libffi-dev libssl-dev zlib1g-dev libjpeg-dev libxml2-dev libxslt1-dev
}

# use_uv: puts it on the PATH. Its wheel is a zip with two programs.
use_uv() {
  local directory=$HOME/tools/uv-$UV_VERSION machine archive
  machine=$(uname -m)
  # Kept between deploys; a repository's own settings don't move it.
  export UV_CACHE_DIR=$HOME/.cache/uv UV_PYTHON_INSTALL_DIR=$HOME/python UV_NO_PROGRESS=1 UV_LINK_MODE=copy UV_NO_ENV_FILE=1
  export UV_PYTHON_PREFERENCE=system
  PATH=$directory:$PATH
  if [[ -x $directory/uv ]]; then return 0; fi
  if [[ -z ${UV_WHEELS[$machine]:-} ]]; then echo "uv isn't available for $machine machines: bring it with the image." >&2; return 1; fi
  say "Installing uv $UV_VERSION"
  mkdir -p "$HOME/tools"
  archive=$(mktemp "$HOME/tools/uv.XXXXXX")
  curl -fsSL --retry 3 --max-time 300 -o "$archive" "${PYPI_FILES:-https://files.pythonhosted.org}/packages/${UV_WHEELS[$machine]}"
  sha256sum --check --status - <<<"${UV_SHA256[$machine]}  $archive" || { echo 'The download of uv is not what it should be.' >&2; return 1; }
  rm -rf "$directory.new"
  python3 -m zipfile -e "$archive" "$directory.new"
  mv "$directory.new/uv-$UV_VERSION.data/scripts" "$directory.bin"
  chmod +x "$directory.bin"/*
  rm -rf "$archive" "$directory.new"
  mv -T "$directory.bin" "$directory"
}

# use_python SERVER [MODULE]: makes or finds the virtual environment with the project's packages, and SERVER beside them if they lack it.
# Where the project leaves the version open, it gets an older one if its packages, of which MODULE is the framework, don't go with Debian's.
use_python() {
  local key environment older=$RELEASE/.pokopoko/older
  use_uv
  choose_python
  find_dependencies
  key=$(dependencies_key "$1") environment=$key
  if take older-python "$key" "$older"; then
    use_older_python "$(<"$older/version")"
    environment=$(dependencies_key "$1")
  fi
  until has_environment "$environment" "$@"; do
    if ((${#OLDER_PYTHONS[@]} == 0)) || ! is_for_other_version; then return 1; fi
    use_older_python "${OLDER_PYTHONS[0]}"
    environment=$(dependencies_key "$1")
    mkdir -p "$older"
    echo "${OLDER_PYTHONS[0]}" >"$older/version"
    OLDER_PYTHONS=("${OLDER_PYTHONS[@]:1}")
  done
  if [[ -d $older ]]; then keep older-python "$key" "$older"; fi
  note "Python $(sed -n 's/^version_info = //p' "$VIRTUAL_ENV/pyvenv.cfg")"
}

# has_environment KEY SERVER [MODULE]: sets VIRTUAL_ENV; false when the packages can't be installed.
has_environment() {
  if [[ -n $IS_LOCAL ]]; then
    # Its packages are partly in the release.
    VIRTUAL_ENV=$PWD/.venv
    rm -rf .venv
  else
    VIRTUAL_ENV=$HOME/venvs/$1
  fi
  set_environment VIRTUAL_ENV="$VIRTUAL_ENV" PATH="$VIRTUAL_ENV/bin:$PATH" PYTHONUNBUFFERED=1
  if [[ -e $VIRTUAL_ENV/.complete ]]; then
    say 'Packages are those of the last deploy'
    return 0
  fi
  remove_unused_environments
  say "Installing packages by $DEPENDENCIES"
  { install_as_committed "$2" "${3:-sys}" || install_environment "$2" "${3:-sys}"; } 2>&1 | tee "$RELEASE/.pokopoko/attempt" && touch "$VIRTUAL_ENV/.complete"
}

# install_environment SERVER MODULE
install_environment() {
  uv venv --quiet --clear --python "$PYTHON" "$VIRTUAL_ENV" && install_dependencies && install_server "$1" && python -c "import $2"
}

# The same, where no lock file names versions, with none that came after the commit: it was written for those. Packages need some months for
# a new Python, so for older commits with those of then. False if that isn't possible.
install_as_committed() {
  local until='' earliest
  if [[ -s $PLAN/.committed ]]; then until=$(<"$PLAN/.committed"); fi
  earliest=$("$PYTHON" --version)
  if [[ -z $until || $DEPENDENCIES == *.lock || ! $earliest =~ ^Python\ 3\.([0-9]+) ]]; then return 1; fi
  # Since 3.9, there's one each October.
  earliest=$((2012 + BASH_REMATCH[1]))-01-01T00:00:00Z
  if [[ "$until" < "$earliest" ]]; then until=$earliest; fi
  UV_EXCLUDE_NEWER=$until install_environment "$@"
}

# Those of no release. A failed deploy leaves one, too.
remove_unused_environments() {
  local directory used
  used=$(cat /srv/testsite/releases/*/.pokopoko/environment.sh 2>/dev/null) || true
  for directory in "$HOME"/venvs/*; do if [[ $used != *"$directory"* ]]; then rm -rf "$directory"; fi; done
}

# Sets DEPENDENCIES to the file that names them, and IS_LOCAL when some are in the repository itself.
find_dependencies() {
  DEPENDENCIES='' IS_LOCAL=''
  local file
  for file in uv.lock poetry.lock Pipfile.lock requirements.txt pyproject.toml Pipfile requirements/{production,prod,heroku,base,common}.txt setup.py; do if [[ -f $file ]]; then DEPENDENCIES=$file; break; fi; done
  if [[ -z $DEPENDENCIES ]]; then echo 'No file names the packages that this project needs: add requirements.txt.' >&2; return 1; fi
  case $DEPENDENCIES in
    Pipfile) ;;
    setup.py) IS_LOCAL=1 ;;
    requirements*) if grep -qE '^[[:space:]]*(-e|--editable|\.|/)|file:' requirements*.txt requirements/*.txt; then IS_LOCAL=1; fi ;;
    Pipfile.lock) if jq -e '[.default[] | select(.path or .file)] != []' Pipfile.lock >/dev/null; then IS_LOCAL=1; fi ;;
    # Poetry's own template has a build system for everything.
    poetry.lock) if grep -qE '^(packages *=|\[tool\.poetry\.scripts\])|\{[^}]*\bpath *=' pyproject.toml; then IS_LOCAL=1; fi ;;
    *) if grep -qE '^\[(build-system|tool\.uv\.workspace)\]|\{[^}]*\bpath *=' pyproject.toml; then IS_LOCAL=1; fi ;;
  esac
}

dependencies_key() {
  local key
  key=$({ cat requirements*.txt requirements/*.txt constraints*.txt pyproject.toml uv.lock uv.toml poetry.lock Pipfile Pipfile.lock 2>/dev/null || true
    "$PYTHON" --version; echo "$DEPENDENCIES $1 $(server_packages "$1")"; } | sha256sum)
  printf '%s' "${key:0:32}"
}

install_dependencies() {
  local project=''
  case $DEPENDENCIES in
    # Not --frozen, which installs old versions by a lock that pyproject.toml has left behind.
    uv.lock) if [[ -z $IS_LOCAL ]]; then project=--no-install-project; fi
      install_with_uv ${project:+"$project"} ;;
    poetry.lock) install_with_poetry ;;
    Pipfile.lock) pipfile_requirements | uv pip install --requirements - ;;
    Pipfile) say 'There is no Pipfile.lock: versions are those that the Pipfile allows'
      /usr/bin/python3 "$STACKS/runtimes/pipfile.py" | uv pip install --requirements - ;;
    # As pip does, for which the file was written.
    requirements*) UV_INDEX_STRATEGY=${UV_INDEX_STRATEGY:-unsafe-best-match} uv pip install --requirements "$DEPENDENCIES" ;;
    setup.py) uv pip install --editable . ;;
    pyproject.toml) if [[ -n $IS_LOCAL ]]; then uv pip install --editable .; else uv pip install --requirements pyproject.toml; fi ;;
  esac
}

# Where the lock file lacks what pyproject.toml asks for, that counts.
install_with_uv() {
  local options=(--no-default-groups --python "$VIRTUAL_ENV/bin/python" "$@")
  export UV_PROJECT_ENVIRONMENT=$VIRTUAL_ENV
  if uv sync --locked "${options[@]}"; then return 0; fi
  if uv lock --check >/dev/null 2>&1; then return 1; fi
  say "uv.lock doesn't fit pyproject.toml any more: installing what pyproject.toml asks for"
  uv sync "${options[@]}"
}

# Poetry installs into the environment that is active.
install_with_poetry() {
  local directory=$HOME/tools/poetry-$POETRY_VERSION root=--no-root
  if [[ ! -d $directory ]]; then
    rm -rf "$directory.new"
    uv venv --quiet --relocatable --python "$PYTHON" "$directory.new"
    VIRTUAL_ENV=$directory.new uv pip install --quiet "poetry==$POETRY_VERSION"
    mv -T "$directory.new" "$directory"
  fi
  if [[ -n $IS_LOCAL ]]; then root=''; fi
  POETRY_CACHE_DIR=$HOME/.cache/poetry "$directory/bin/poetry" install --only main ${root:+"$root"} --no-interaction --no-ansi
}

# Pipenv's lock is JSON; its default packages as requirements. uv doesn't read it.
pipfile_requirements() {
  jq -r '
    (._meta.sources // [] | to_entries[] | select(.value.url | contains("$") | not) | (if .key == 0 then "--index-url " else "--extra-index-url " end) + .value.url),
    (.default | to_entries[] | .value as $package
      | (.key + (if $package.extras then "[" + ($package.extras | join(",")) + "]" else "" end)) as $name
      | (if $package.git then "\($name) @ git+\($package.git)@\($package.ref)"
         elif $package.path then "./\($package.path)"
         elif $package.file then $package.file
         else $name + ($package.version // "") end)
        + (if $package.markers then " ; " + $package.markers else "" end))' Pipfile.lock
}

# A WSGI or ASGI server, unless the project has one.
install_server() {
  local server packages
  # pip's environments had it when older packages were written, and their authors never noticed that they need it.
  if ! has_python_package setuptools; then uv pip install --quiet 'setuptools<81'; fi
  # Not Hypercorn, which takes every request for one by HTTP.
  case $1 in wsgi) server='gunicorn waitress-serve uwsgi' ;; asgi) server='uvicorn daphne' ;; none) return 0 ;; esac
  for server in $server; do if [[ -x $VIRTUAL_ENV/bin/$server ]]; then return 0; fi; done
  read -ra packages <<<"$(server_packages "$1")"
  say "Installing ${packages[*]}"
  uv pip install --quiet "${packages[@]}"
}

server_packages() { case $1 in wsgi) echo 'gunicorn<28' ;; asgi) echo 'uvicorn[standard]>=0.13,<1' ;; esac; }

# declares_python NAME|NAME…: does a file with the project's packages name one of these?
declares_python() {
  if [[ -z $PYTHON_DECLARED ]]; then PYTHON_DECLARED=$(cat requirements*.txt requirements/*.txt pyproject.toml Pipfile 2>/dev/null) || true; fi
  grep -qiE "^[ \"']*($1)([^-a-z]|$)" <<<"$PYTHON_DECLARED"
}

# serve_with wsgi|asgi MODULE:NAME [PYTHONPATH]: prints the command that serves it. One process, so that state in memory is one's own.
serve_with() {
  local path=${3:+PYTHONPATH=$3:\$PYTHONPATH } factory=''
  if [[ $1 == asgi ]]; then
    if [[ $2 == *'()' ]]; then factory=' --factory'; fi
    if [[ -x $VIRTUAL_ENV/bin/uvicorn ]]; then echo "${path}uvicorn --host 127.0.0.1 --port \$PORT$factory ${2%()}"
    else echo "${path}daphne --proxy-headers -b 127.0.0.1 -p \$PORT ${2%()}"; fi
  elif [[ -x $VIRTUAL_ENV/bin/gunicorn ]]; then echo "${path}gunicorn --bind 127.0.0.1:\$PORT --threads 8 --access-logfile - '$2'"
  elif [[ -x $VIRTUAL_ENV/bin/waitress-serve ]]; then
    if [[ $2 == *'()' ]]; then factory='--call '; fi
    echo "${path}waitress-serve --listen 127.0.0.1:\$PORT --trusted-proxy 127.0.0.1 --trusted-proxy-headers x-forwarded-proto $factory${2%()}"
  else echo "${path}uwsgi --http 127.0.0.1:\$PORT --master --threads 8 --die-on-term --module '$2'"; fi
}

has_python_package() { [[ -n $(find "$VIRTUAL_ENV"/lib/python3*/site-packages -maxdepth 1 -iname "$1" -print -quit) ]]; }

# find_app CLASS: sets APP_MODULE to MODULE:NAME of the first file that makes a CLASS, and APP_PATH to the directories that its imports are
# looked up in.
find_app() {
  local file directory
  for file in {wsgi,asgi,app,main,application,server,api,run,index}.py *.py {app,src,api,backend,server}/{wsgi,asgi,main,app,__init__,server,api}.py \
    */{wsgi,asgi,app,main,__init__}.py src/*/{wsgi,asgi,app,main,__init__}.py; do
    if [[ ! -f $file || -L $file ]] || ! find_app_in "$file" "$1"; then continue; fi
    directory=${file%/*} APP_PATH=''
    if [[ $file == */* && ! -f $directory/__init__.py ]]; then APP_PATH=$PWD/$directory; elif [[ $file == src/*/* ]]; then APP_PATH=$PWD/src; fi
    if [[ $file == src/*/* ]]; then file=${file#src/}; fi
    file=${file%.py} file=${file%/__init__}
    APP_MODULE=${file//\//.}:$APP_NAME
    return 0
  done
  echo "No file makes a $1 application at its top level. Add a Procfile with a line \`web: COMMAND\`." >&2
  return 1
}

# Sets APP_NAME to the application or the function that makes it.
find_app_in() {
  APP_NAME=$(sed -nE "s/^([A-Za-z_][A-Za-z0-9_]*)( *:[^=]*)? *= *([A-Za-z_]+\.)?($2)\(.*/\1/p" "$1" | head -n 1)
  if [[ -z $APP_NAME ]]; then APP_NAME=$(sed -nE 's/^(app|application|api|server) *= *[A-Za-z_.]*(create|make|get|init|build)_?(app|application|api)?\(.*/\1/p' "$1" | head -n 1); fi
  if [[ -z $APP_NAME ]] && grep -qE "\b($2)\(" "$1"; then
    APP_NAME=$(sed -nE 's/^def ((create|make|get)_(app|application|api))\(.*/\1()/p' "$1" | head -n 1)
  fi
  [[ -n $APP_NAME ]]
}
