# shellcheck shell=bash
# Requests the start page as a visitor would, so that "ready" means that it answers. nginx listens on LOOK_PORT (site.conf) for this machine
# alone, and asks for no password there.
declare -r LOOK_PORT=8099
declare -r LOOK_TIMEOUT_S=30
declare -r MAX_PAGE_BYTES=200000

# look_at_page: sets PAGE_JSON to {"status":200}, or with `problem` and, where something helps, `hint`. Problems are those
# of src/site/machine-facts.ts.
look_at_page() {
  local path=/ status='' type='' target='' body problem='' hint='' hops
  # nginx is still reading the configuration, its first one of the site.
  if [[ -n $OLD_WORKERS ]]; then await_port "$LOOK_PORT"; fi
  body=$(mktemp)
  for hops in {1..6}; do
    IFS=' ' read -r status target type < <(fetch_page "$path" "$body")
    # Its own redirects are followed; one to a login elsewhere is fine.
    if [[ $status != 3?? || $target != @("$SITE_URL"|"http://${SITE_URL#*://}"|"http://127.0.0.1:$LOOK_PORT")/* ]]; then break; fi
    path=/${target#*://*/}
  done
  if ((hops == 6)) && [[ $status == 3?? ]]; then problem=redirects; else problem=$(page_problem "$status" "$type" "$body"); fi
  case $problem in
    forbidden | not-found) explain_missing_page ;;
    server-error) if { cat -- "$body" "$LOGS/${SERVE/program/web}.log" 2>/dev/null || true; } | lacks_database; then problem=no-database; fi ;;
  esac
  rm -f -- "$body"
  # Most likely it's why, if anything else is wrong.
  if [[ -n $EMPTY_SUBMODULES ]]; then problem=submodule-missing hint=$EMPTY_SUBMODULES; fi
  printf -v PAGE_JSON '{"status":%d%s%s}' "$((10#${status:-0}))" "${problem:+,\"problem\":\"$problem\"}" "${hint:+,\"hint\":$(json "$hint")}"
}

# fetch_page PATH FILE: writes the beginning of the page (before 8.4, curl limits no page that doesn't say its length) and prints status, where it redirects to or `-`, and content type.
fetch_page() {
  { curl -s --max-time "$LOOK_TIMEOUT_S" --globoff -w '%{stderr}%{http_code} %{redirect_url}- %{content_type}\n' \
    -H "Host: ${SITE_URL#*://}" -H 'X-Forwarded-Proto: https' -H 'Accept: text/html' "http://127.0.0.1:$LOOK_PORT$1" | head -c "$MAX_PAGE_BYTES" >"$2"; } 2>&1 | sed 's/\([^ ]\)- /\1 /' || true
}

# page_problem STATUS TYPE FILE
page_problem() {
  local start
  start=$(head -c 4000 -- "$3" | tr -d '\000')
  case $1 in
    '' | 000) echo no-answer ;;
    502 | 504) echo no-answer ;;
    5??) echo server-error ;;
    403) if [[ $start == *'Blocked host'* || $start == *'Blocked request'* ]]; then echo host-rejected; else echo forbidden; fi ;;
    400) echo host-rejected ;;
    404) echo not-found ;;
    200)
      if [[ ! -s $3 ]]; then echo empty
      # PHP that shows its errors often answers 200.
      elif [[ $start == *'<b>Fatal error</b>:'* ]]; then echo server-error
      elif [[ $start == *'<?php'* || $2 == *octet-stream* || $2 == *x-httpd-php* ]]; then echo source
      elif [[ $start == *'<title>Index of /'* ]]; then echo listing
      elif [[ $start == *'Welcome to nginx!'* || $start == *'Apache2 Debian Default Page'* ]]; then echo default-page; fi
      ;;
  esac
}

# Do these lines, of a log or a page, say that a database can't be reached?
lacks_database() {
  tail -c 20000 | tr -d '\000' | grep -E "SQLSTATE\[(HY000|08006)\] \[(2002|7)\]|(ECONNREFUSED|refused|[Cc]onnect)[^a-z].*\b(3306|5432|27017|6379)\b|\b(3306|5432|27017|6379)\b.*refused|Can't connect to (local )?(MySQL|server)|could not (connect to server|translate host name)" >/dev/null
}
