# shellcheck shell=bash
# What nginx can't know of published files: what they are written in, and whether a push changed them.

# Prints nginx's map of the pages that declare another charset than UTF-8, by path. As nginx itself, which reads no more than it serves.
print_charsets() {
  local path
  echo '# The charset of what nginx serves; none for pages that declare another one. Written by each deploy.'
  # A path is longer than what fits into a bucket usually.
  printf '%s\n' 'map_hash_bucket_size 8192;' 'map_hash_max_size 65536;' 'map $uri $testsite_charset {' '  default utf-8;'
  if [[ $SERVE != program ]]; then
    while IFS= read -r -d '' path; do
      if [[ $path == *$'\n'* ]] || ((${#path} > 4000)); then continue; fi
      path=${path#.}
      path=${path//\\/\\\\}
      printf '  "%s" "";\n' "${path//\"/\\\"}"
    done < <(pages_in_other_charsets | sort -z)
  fi
  echo '}'
}

pages_in_other_charsets() {
  cd -- "$PUBLIC" || return 0
  timeout -s KILL 60 setpriv --reuid www-data --regid www-data --clear-groups \
    env LC_ALL=C grep -rlZaiP --include='*.html' --include='*.htm' --exclude-dir=node_modules --exclude-dir=vendor '<meta[^<>]*charset\s{0,9}=\s{0,9}["'\'']?\s{0,9}(?!utf-?8)[a-z]' . 9>&- 3>&- || true
}

# Gives the published files times that are made of their content: so nginx's ETag of a file, its time and size, stays over deploys if the
# file does, and changes if it does. As the files' owner.
set_file_times() {
  local owner=deploy
  if [[ $SERVE == program ]]; then return 0; fi
  if needs_app; then owner=app; fi
  # shellcheck disable=SC2016
  timeout -s KILL 60 setpriv --reset-env --reuid "$owner" --regid "$owner" --clear-groups bash -c 'cd -- "$1" &&
    find . \( -name .git -o -name node_modules -o -name vendor -o -name .pokopoko \) -prune -o -type f -print0 | xargs -0 -r sha256sum -z |
    perl -0ne '\''if (/^([0-9a-f]{7})[0-9a-f]+ [ *](.*?)\0?$/s) { utime hex $1, hex $1, $2 }'\' \
    - "$PUBLIC" >/dev/null 2>&1 </dev/null 9>&- 3>&- || true
}
