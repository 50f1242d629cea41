# shellcheck shell=bash
# A picture of the start page, for people in Slack: only where the image has a browser, and never a reason for a deploy to fail.
# Address and token are a curl configuration that only root can read; without one, no pictures are wanted.
declare -r PICTURE=$CONFIG/picture
# What was sent last.
declare -r LAST_PICTURE=$STATE/picture.jpg
declare -r PICTURE_TIMEOUT_S=60
# A browser in a machine that has less left would cost it more than the picture is worth.
declare -r PICTURE_FREE_MB=400

write_picture_address() {
  if [[ -z $PICTURE_URL ]]; then
    rm -f -- "$PICTURE"
  else
    write_file "$PICTURE" 0600 root:root <<<"url = \"$PICTURE_URL\"
header = \"Authorization: Bearer $REPORT_TOKEN\"" || true
  fi
}

# After a look at the start page: the reporter has bin/picture take one, unless there's something wrong with it.
ask_for_picture() {
  if [[ $PAGE_JSON == '{"status":200}' && -f $PICTURE ]]; then mark_pending picture; else clear_pending picture; fi
}

# Prints the path of the image's browser; false without one.
find_browser() { type -P chromium-headless-shell || type -P chromium; }

has_room_for_browser() {
  local free_mb
  free_mb=$(awk '$1 == "MemAvailable:" {print int($2 / 1024)}' /proc/meminfo)
  ((free_mb >= PICTURE_FREE_MB))
}

# take_picture DIRECTORY BROWSER: DIRECTORY/new.jpg, and prints what part of the pixels has changed since DIRECTORY/old.jpg. The page is
# the repository's, and may load anything: the browser runs as nobody, and is the first to go when memory runs out. False without a picture.
take_picture() {
  local flags=()
  # Containers don't let it make a sandbox.
  if ! is_systemd || [[ -e /run/systemd/container ]]; then flags+=(--no-sandbox); fi
  timeout -k 5 "$PICTURE_TIMEOUT_S" setpriv --reset-env --reuid nobody --regid nogroup --clear-groups \
    env HOME="$1" TMPDIR="$1" choom -n 1000 -- nice -n 19 \
    python3 /opt/pokopoko/picture/take.py "$2" "$SITE_URL" "http://127.0.0.1:$LOOK_PORT" "$1" "${flags[@]}"
}

# send_picture FILE COMMIT CHANGED
send_picture() {
  curl -s -o /dev/null --fail --max-time 20 --retry 3 --proto =http,https --config "$PICTURE" -H 'Content-Type: application/json' --data-binary @- \
    < <(printf '{"commit":"%s","changed":%s,"image":"' "$2" "$3" && base64 -w 0 -- "$1" && printf '"}')
}
