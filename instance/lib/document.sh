# shellcheck shell=bash
# The input document: SetUpJob, AccessJob or UsersJob of src/control/ports.ts as JSON, the one place that holds parameters and secrets.

DOCUMENT=''

# read_document PATH|-: reads it and removes the file, whatever comes of the job.
read_document() {
  if [[ $1 == - ]]; then
    IFS= read -r -d '' DOCUMENT || true
  else
    if ! IFS= read -r -d '' DOCUMENT <"$1" && [[ -z $DOCUMENT ]]; then rm -f -- "$1"; fail invalid-input 'The input document is empty.'; fi
    rm -f -- "$1"
  fi
}

# take PART…: checks the document and sets its variables. One jq for all of them, and every text quoted by @sh.
take() {
  local assignments
  if ! assignments=$(jq -r --arg parts " $* " -f /opt/pokopoko/lib/document.jq <<<"$DOCUMENT" 2>/dev/null); then
    fail invalid-input 'The input document is not as it should be.'
  fi
  eval "$assignments"
  local name
  for name; do "check_$name"; done
}

refuse() { fail invalid-input "The $1 is not valid."; }

check_access() {
  SECRETS+=("$PASSWORD_HASH")
  if [[ ! $ACCESS_USER =~ ^[^:[:cntrl:]]{1,64}$ ]]; then refuse 'user name'; fi
  # bcrypt, as crypt(5) writes it.
  if [[ ! $PASSWORD_HASH =~ ^\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}$ ]]; then refuse 'password hash'; fi
}

check_site() {
  SECRETS+=("$WEBHOOK_SECRET" "$DEPLOY_KEY" "$REPORT_TOKEN")
  local line
  while IFS= read -r line; do if ((${#line} > 20)); then SECRETS+=("$line"); fi; done <<<"$DEPLOY_KEY"
  if [[ ! $SITE_NAME =~ ^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$ ]]; then refuse name; fi
  if [[ ! $CLONE_URL =~ ^(https?|ssh)://[][A-Za-z0-9._~:/?@%+=,-]{1,500}$ && ! $CLONE_URL =~ ^[a-z_][a-z0-9_-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[A-Za-z0-9._/-]{1,300}$ ]]; then
    refuse 'clone address'
  fi
  if [[ $BRANCH == -* ]] || ! git check-ref-format "refs/heads/$BRANCH"; then refuse branch; fi
  check_document_root
  if [[ -z $WEBHOOK_SECRET ]]; then refuse 'webhook secret'; fi
  check_report
}

# They become a configuration of curl. The token as RFC 6750, section 2.1 has it.
check_report() {
  if [[ -z $REPORT_URL && -z $REPORT_TOKEN ]]; then return 0; fi
  if [[ ! $REPORT_URL =~ ^https?://[][A-Za-z0-9._~:/?@%+=,-]{1,500}$ ]]; then refuse 'address of reports'; fi
  if [[ ! $REPORT_TOKEN =~ ^[A-Za-z0-9._~+/-]{1,300}=*$ ]]; then refuse 'token of reports'; fi
}

# As src/site/source.ts has it: a relative directory, no part of it hidden, none that could be an option or lead out.
check_document_root() {
  if [[ -z $DOCUMENT_ROOT ]]; then return 0; fi
  if ((${#DOCUMENT_ROOT} > 200)) || [[ /$DOCUMENT_ROOT/ == *//* || /$DOCUMENT_ROOT == */[.-]* || $DOCUMENT_ROOT == *[[:cntrl:]\"\'\\\$\`\{\}\;\<\>\|\&\*\?\#%!~^=,:\(\)]* || $DOCUMENT_ROOT == *[][]* ]]; then
    refuse 'published directory'
  fi
}

# Fills MEMBERS and, in the same order, MEMBER_KEYS (lines). Public keys keep type and key alone: no options, no comment.
check_members() {
  MEMBERS=() MEMBER_KEYS=()
  local index
  for index in "${!MEMBER_USERS[@]}"; do add_member "${MEMBER_USERS[index]}" "${MEMBER_PUBLIC_KEYS[index]}"; done
}

add_member() {
  local user=$1 line keys=''
  if [[ ! $user =~ ^[a-z_][a-z0-9_-]{0,31}$ ]]; then refuse 'user name of a member'; fi
  while IFS= read -r line; do
    if [[ $line =~ ^((ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)\ [A-Za-z0-9+/]+=*)([[:space:]].*)?$ ]]; then
      keys+="${BASH_REMATCH[1]}"$'\n'
    fi
  done <<<"$2"
  MEMBERS+=("$user")
  MEMBER_KEYS+=("$keys")
}
