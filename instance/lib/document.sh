# shellcheck shell=bash
# The input document: a job of src/control/ports.ts as JSON. All parameters and secrets are in it.

DOCUMENT=''

# read_document PATH|-: reads it and removes the file, whether or not the job succeeds.
read_document() {
  if [[ $1 == - ]]; then
    IFS= read -r -d '' DOCUMENT || true
  else
    if ! IFS= read -r -d '' DOCUMENT <"$1" && [[ -z $DOCUMENT ]]; then rm -f -- "$1"; fail invalid-input 'The input document is empty.'; fi
    rm -f -- "$1"
  fi
}

# parse_document PART…: sets and checks the variables of these parts. One jq for all, and @sh quotes every text.
parse_document() {
  local assignments
  if ! assignments=$(jq -r --arg parts " $* " -f /opt/pokopoko/lib/document.jq <<<"$DOCUMENT" 2>/dev/null); then
    fail invalid-input 'The input document is not as it should be.'
  fi
  eval "$assignments"
  local name
  for name; do "check_$name"; done
}

reject() { fail invalid-input "The $1 is not valid."; }

check_access() {
  SECRETS+=("$PASSWORD_HASH")
  if [[ -n $SHARE_KEY ]]; then SECRETS+=("$SHARE_KEY"); fi
  if [[ ! $ACCESS_USER =~ ^[^:[:cntrl:]]{1,64}$ ]]; then reject 'user name'; fi
  # bcrypt, as crypt(5) writes it.
  if [[ ! $PASSWORD_HASH =~ ^\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}$ ]]; then reject 'password hash'; fi
  if [[ ! $SHARE_KEY =~ ^([0-9a-f]{64})?$ ]]; then reject 'key of links'; fi
  if [[ ! $SHARE_IDS =~ ^([0-9a-f]{12}( [0-9a-f]{12})*)?$ || (-z $SHARE_KEY && -n $SHARE_IDS) ]]; then reject 'list of links'; fi
}

check_site() {
  SECRETS+=("$WEBHOOK_SECRET" "$DEPLOY_KEY" "$TOKEN_SECRET" "$REPORT_TOKEN")
  local line
  while IFS= read -r line; do if ((${#line} > 20)); then SECRETS+=("$line"); fi; done <<<"$DEPLOY_KEY"
  if [[ ! $SITE_NAME =~ ^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$ ]]; then reject name; fi
  if [[ ! $CLONE_URL =~ ^(https?|ssh)://[][A-Za-z0-9._~:/?@%+=,-]{1,500}$ && ! $CLONE_URL =~ ^[a-z_][a-z0-9_-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[A-Za-z0-9._/-]{1,300}$ ]]; then
    reject 'clone address'
  fi
  if [[ $BRANCH == -* ]] || ! git check-ref-format "refs/heads/$BRANCH"; then reject branch; fi
  check_directory "$DOCUMENT_ROOT" 'published directory'
  check_directory "$APP_DIRECTORY" 'app directory'
  while IFS= read -r line; do check_directory "$line" 'shared directory'; done <<<"$SHARED_DIRECTORIES"
  if ((${#START_COMMAND} > 500)) || [[ $START_COMMAND == *[[:cntrl:]]* ]]; then reject 'start command'; fi
  if [[ ! $PULL_REQUEST =~ ^[0-9]{0,15}$ ]]; then reject 'number of the pull request'; fi
  if [[ ! $REVISION =~ ^[0-9]{1,15}$ ]]; then reject revision; fi
  if [[ ! $WANTED_SERVICES =~ ^(none|((mariadb|postgresql|redis)\ )*)$ ]]; then reject 'list of services'; fi
  if [[ ! $SITE_URL =~ ^https?://[a-z0-9.-]{1,253}(:[0-9]{1,5})?$ ]]; then reject 'address of the site'; fi
  if [[ -z $WEBHOOK_SECRET ]]; then reject 'webhook secret'; fi
  check_clone_tokens
  check_report
}

# As in check_report.
check_clone_tokens() {
  if [[ -z $TOKEN_URL && -z $TOKEN_SECRET ]]; then return 0; fi
  if [[ ! $TOKEN_URL =~ ^https?://[][A-Za-z0-9._~:/?@%+=,-]{1,500}$ || $CLONE_URL != http* ]]; then reject 'address of tokens'; fi
  if [[ ! $TOKEN_SECRET =~ ^[A-Za-z0-9_-]{1,300}$ ]]; then reject 'secret for tokens'; fi
}

# Both end up in a configuration of curl. The token is as in RFC 6750, section 2.1.
check_report() {
  if [[ -z $REPORT_URL && -z $REPORT_TOKEN ]]; then return 0; fi
  if [[ ! $REPORT_URL =~ ^https?://[][A-Za-z0-9._~:/?@%+=,-]{1,500}$ ]]; then reject 'address of reports'; fi
  if [[ -n $PICTURE_URL && ! $PICTURE_URL =~ ^https?://[][A-Za-z0-9._~:/?@%+=,-]{1,500}$ ]]; then reject 'address of pictures'; fi
  if [[ ! $REPORT_TOKEN =~ ^[A-Za-z0-9._~+/-]{1,300}=*$ ]]; then reject 'token of reports'; fi
}

# A place in a log is INODE:OFFSET for each of its files.
check_logs() {
  if [[ ! $LOG =~ ^([A-Za-z][A-Za-z0-9_-]{0,40})?$ ]]; then reject 'name of the log'; fi
  if [[ ! $LOG_LINES =~ ^[0-9]{1,6}$ ]]; then reject 'number of lines'; fi
  if [[ ! $AFTER =~ ^([0-9]{1,18}:[0-9]{1,18}(\ |$)){0,2}$ ]]; then reject 'place in the log'; fi
  if [[ -n $UPLOAD && ! $UPLOAD =~ ^https?://[A-Za-z0-9._~:/?\&=%+-]+$ ]]; then reject 'address for the log'; fi
}

# check_directory DIRECTORY WHAT: as in src/site/source.ts, a relative directory with no part that is hidden, looks like an option, or
# leads out.
check_directory() {
  if [[ -z $1 ]]; then return 0; fi
  if ((${#1} > 200)) || [[ /$1/ == *//* || /$1 == */[.-]* || $1 == *[[:cntrl:]\"\'\\\$\`\{\}\;\<\>\|\&\*\?\#%!~^=,:\(\)]* || $1 == *[][]* ]]; then
    reject "$2"
  fi
}

# All of it is checked by jq.
check_environment() { :; }

# Fills MEMBERS and, in the same order, MEMBER_KEYS (lines). Of a public key only type and key are kept: no options, no comment.
check_members() {
  MEMBERS=() MEMBER_KEYS=()
  local index
  for index in "${!MEMBER_USERS[@]}"; do parse_member "${MEMBER_USERS[index]}" "${MEMBER_PUBLIC_KEYS[index]}"; done
}

parse_member() {
  local user=$1 line keys=''
  if [[ ! $user =~ ^[a-z_][a-z0-9_-]{0,31}$ ]]; then reject 'user name of a member'; fi
  while IFS= read -r line; do
    if [[ $line =~ ^((ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)\ [A-Za-z0-9+/]+=*)([[:space:]].*)?$ ]]; then
      keys+="${BASH_REMATCH[1]}"$'\n'
    fi
  done <<<"$2"
  MEMBERS+=("$user")
  MEMBER_KEYS+=("$keys")
}
