# shellcheck shell=bash
# Where the machine tells of its deploys and programs. Address and token are kept as curl's configuration, for root alone.
declare -r REPORT=$CONFIG/report

# True when that is a change.
write_report() {
  if [[ -z $REPORT_URL ]]; then
    if [[ ! -e $REPORT ]]; then return 1; fi
    rm -f -- "$REPORT"
  else
    put "$REPORT" 0600 root:root <<<"url = \"$REPORT_URL\"
header = \"Authorization: Bearer $REPORT_TOKEN\""
  fi
}

# There is something to tell. It is owed until it is delivered, also while nobody is there to do so; see bin/reporter.
tell() {
  owe report
  poke "$RUNTIME/reports" told
}
