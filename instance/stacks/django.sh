# shellcheck shell=bash
# shellcheck source=instance/stacks/runtimes/uv.sh
source "$STACKS/runtimes/uv.sh"

packages() { python_packages; }

build() {
  find_settings
  use_python "$(if is_asgi; then echo asgi; else echo wsgi; fi)" django.http
  if ! has_python_package whitenoise; then uv pip install --quiet 'whitenoise<7'; fi
  set_project_environment
  use_settings
  collect_static
}

# Also tells whether the settings can be read at all.
collect_static() {
  local said
  say 'python manage.py collectstatic'
  if said=$(python manage.py collectstatic --noinput --verbosity 0 2>&1) || [[ $said == *"Unknown command: 'collectstatic'"* ]]; then return 0; fi
  printf '%s\n' "$said" >&2
  return 1
}

start() {
  local application
  if is_asgi; then
    application=$(ask ASGI_APPLICATION)
    serve_with asgi "$(module_and_name "${application:-$(first_module asgi)}")"
  else
    application=$(ask WSGI_APPLICATION)
    serve_with wsgi "$(module_and_name "${application:-$(first_module wsgi)}")"
  fi
}

release() { python manage.py migrate --noinput; }

shared() { ask uploads; }

is_asgi() { [[ -n $(echo */asgi.py) ]] && declares_python 'channels|daphne'; }

# Sets PROJECT_SETTINGS: those of wsgi.py are meant for a server, those of manage.py perhaps only for development.
find_settings() {
  local file
  PROJECT_SETTINGS=${DJANGO_SETTINGS_MODULE:-}
  for file in */wsgi.py */*/wsgi.py */asgi.py manage.py; do
    if [[ -n $PROJECT_SETTINGS ]]; then return 0; fi
    if [[ -f $file ]]; then PROJECT_SETTINGS=$(sed -nE "s/.*[\"']DJANGO_SETTINGS_MODULE[\"'][],= ]+[\"']([A-Za-z0-9_.]+)[\"'].*/\1/p" "$file" | head -n 1); fi
  done
  if [[ -z $PROJECT_SETTINGS ]]; then echo 'manage.py names no settings. Set DJANGO_SETTINGS_MODULE in the environment.' >&2; return 1; fi
}

# Ours load the project's, unless those are classes (django-configurations).
use_settings() {
  if has_python_package 'django_configurations-*'; then
    set_environment DJANGO_SETTINGS_MODULE="$PROJECT_SETTINGS"
  else
    set_environment DJANGO_SETTINGS_MODULE=pokopoko_settings DJANGO_PROJECT_SETTINGS="$PROJECT_SETTINGS" DJANGO_PROJECT_DIRECTORY="$PWD" \
      DJANGO_KEPT_DIRECTORY="$SHARED/.sqlite" \
      PYTHONPATH="$STACKS/django${PYTHONPATH:+:$PYTHONPATH}"
  fi
}

# Values for names that the settings read from the environment, unless people have set them.
set_project_environment() {
  local name value host=${SITE_URL#*://} read
  host=${host%%[:/]*}
  set_secrets SECRET_KEY
  read=$(read_names)
  while read -r name; do
    if [[ -n ${name:+${!name:-}} ]]; then continue; fi
    case $name in
      *SECRET_KEY) if [[ $name == *@(AWS|STRIPE|S3|ACCESS|RECAPTCHA|API)* ]]; then continue; fi; value=$(secret SECRET_KEY) ;;
      *ALLOWED_HOST?(S)) value=$host ;;
      *CSRF_TRUSTED_ORIGINS) value=$SITE_URL ;;
      # Readers differ on `False`, as int("False"); all take 0. With a default the project has decided.
      *DEBUG) if ! grep -q "^$name required" <<<"$read"; then continue; fi; value=0 ;;
      *) continue ;;
    esac
    say "$name is set for this site"
    set_environment "$name=$value"
  done < <(grep -oE '^[A-Z0-9_]+' <<<"$read" | sort -u)
}

# Names that settings read by os.environ, os.getenv, django-environ or python-decouple; with `required` where there's no default.
read_names() {
  local files=(*/settings*.py */settings/*.py */*/settings*.py settings/*.py settings*.py)
  if ((${#files[@]} == 0)); then return 0; fi
  sed -nE "s/.*(environ\[|environ\.get\(|getenv\(|env(\.[a-z_]+)?\(|config\() *[\"']([A-Z][A-Z0-9_]+)[\"'] *(\]|\)|, *cast *= *[a-z]+ *\))?.*/\3 \4/p" -- "${files[@]}" | sed -E 's/ .+/ required/'
}

# ask WHAT: prints that of Django's settings.
ask() { python "$STACKS/django/ask.py" "$1"; }

# `site.wsgi.application` as servers want it.
module_and_name() {
  if [[ -z $1 ]]; then echo 'The settings name no WSGI_APPLICATION.' >&2; return 1; fi
  if [[ $1 == *:* ]]; then echo "$1"; else echo "${1%.*}:${1##*.}"; fi
}

first_module() {
  local file
  for file in */"$1".py; do file=${file%.py}; echo "${file//\//.}.application"; return 0; done
}
