# shellcheck shell=bash
# Where the machine reports its deploys and programs to. Address and token are a curl configuration that only root can read.
declare -r REPORT=$CONFIG/report

# False when nothing changed.
write_report() {
  if [[ -z $REPORT_URL ]]; then
    if [[ ! -e $REPORT ]]; then return 1; fi
    rm -f -- "$REPORT"
  else
    write_file "$REPORT" 0600 root:root <<<"url = \"$REPORT_URL\"
header = \"Authorization: Bearer $REPORT_TOKEN\""
  fi
}

# Wakes bin/reporter. The report stays pending until it's delivered, even while no reporter runs.
queue_report() {
  mark_pending report
  write_to_pipe "$RUNTIME/reports" report
}
