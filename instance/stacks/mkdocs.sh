# shellcheck shell=bash
# shellcheck source=instance/stacks/runtimes/uv.sh
source "$STACKS/runtimes/uv.sh"

packages() { python_packages; }

build() {
  local file
  if ! find_dependencies 2>/dev/null; then : >requirements.txt; fi
  use_python none
  # Often it's only among what the documentation needs, or nowhere.
  for file in docs/requirements.txt requirements/*docs*.txt requirements-docs.txt; do
    if [[ -f $file ]]; then uv pip install --requirements "$file"; fi
  done
  if has_docs dependency-groups; then uv pip install --group docs
  elif has_docs project.optional-dependencies; then uv pip install --requirements pyproject.toml --extra docs; fi
  if ! has_python_package mkdocs; then uv pip install 'mkdocs-material<10'; fi
  say 'mkdocs build'
  mkdocs build --site-dir site
}

# has_docs TABLE: does pyproject.toml have `docs` there?
has_docs() { [[ -f pyproject.toml ]] && sed -n "/^\[$1\]/,/^\[/p" pyproject.toml | grep -q '^docs *='; }
