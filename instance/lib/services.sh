# shellcheck shell=bash
# Databases and the like on this machine: started once a release asks for them, and kept with their data over deploys. A file in services/
# says how each is installed and set up. Under systemd, Debian's unit runs it; elsewhere, Supervisor does, by bin/service.
#
# Passwords are made here. Root alone reads them, and `app` the environment made of them: the team's members are in its group.
declare -r SERVICE_SECRETS=$CONFIG/services
# A line `NAME PORT` for each that the served release has; bin/process waits for these.
declare -r SERVICE_LIST=$STATE/services
declare -r SERVICE_TIMEOUT_S=120
SERVICES=() SERVICE_FILES=() WANTED_SERVICES=''

for file in /opt/pokopoko/services/*.sh; do
  # shellcheck source=/dev/null
  source "$file"
done
for file in "$SERVICE_SECRETS"/*.password; do SECRETS+=("$(<"$file")"); done
unset file

# A list in the settings replaces what the files ask for: WANTED_SERVICES is '' without one, or `none`, or each name with a space after it.
# SERVICES are in the table's order: of a variable that two set, PostgreSQL's value is the one.
choose_services() {
  local service
  if [[ -z $WANTED_SERVICES ]]; then return 0; fi
  SERVICES=() SERVICE_FILES=()
  for service in mariadb postgresql redis; do
    if [[ " $WANTED_SERVICES" == *" $service "* ]]; then SERVICES+=("$service") SERVICE_FILES+=('the settings'); fi
  done
}

describe_services() {
  local index
  for index in "${!SERVICES[@]}"; do printf '%s (%s)\n' "$(service_name "${SERVICES[index]}")" "${SERVICE_FILES[index]}"; done
}

service_name() { case $1 in mariadb) echo MariaDB ;; postgresql) echo PostgreSQL ;; redis) echo Redis ;; esac; }

# start_services RELEASE: returns when all of SERVICES answer and the environment has them, and only them. Others that the served release
# uses run on until settle_services.
start_services() {
  local service
  if ((${#SERVICES[@]} == 0)); then write_service_environment; return 0; fi
  stage services
  install -d -m 0700 -- "$SERVICE_SECRETS"
  for service in "${SERVICES[@]}"; do
    make_password "$service"
    "${service}_configure" "$PASSWORD"
  done
  run_services
  for service in "${SERVICES[@]}"; do
    await_service "$1" "$service"
    make_database "$1" "$service"
  done
  write_service_environment "${SERVICES[@]}"
}

# After a deploy that failed: what the served release uses.
restore_services() {
  local service in_use=()
  if [[ -f $SERVICE_LIST ]]; then while read -r service _; do in_use+=("$service"); done <"$SERVICE_LIST"; fi
  settle_services "${in_use[@]}"
}

# settle_services [NAME…]: only these run on, and are in the environment. The data of others stay.
settle_services() {
  local service ports='' before=''
  for service in mariadb postgresql redis; do
    if [[ " $* " != *" $service "* ]] && is_managed "$service"; then stop_service "$service"; fi
  done
  write_service_environment "$@"
  for service; do ports+="$service $(service_port "$service")"$'\n'; done
  if [[ -f $SERVICE_LIST ]]; then IFS= read -r -d '' before <"$SERVICE_LIST" || true; fi
  # Where there never was a service, there's no file.
  if [[ $ports == "$before" ]]; then return 0; fi
  write_file "$SERVICE_LIST" 0644 root:root < <(printf '%s' "$ports") || true
  changed services
}

service_port() { case $1 in mariadb) echo "$MARIADB_PORT" ;; postgresql) echo "$POSTGRESQL_PORT" ;; redis) echo "$REDIS_PORT" ;; esac; }

# Have we started it? An image may run a database of its own.
is_managed() { [[ -e $SERVICE_SECRETS/$1.running ]]; }

# Prints the packages of those that aren't installed.
missing_services() { local service; for service in "${SERVICES[@]}"; do "${service}_packages"; done; }

# make_password NAME: sets PASSWORD to the service's own, made at the first use.
make_password() {
  local file=$SERVICE_SECRETS/$1.password
  if [[ ! -s $file ]]; then
    head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n' | write_file "$file" 0600 root:root
  fi
  PASSWORD=$(<"$file")
  SECRETS+=("$PASSWORD")
}

run_services() {
  local service
  for service in "${SERVICES[@]}"; do
    # Supervisor starts a new one by itself.
    if ! is_systemd && ! is_managed "$service"; then clear_pending "$service"; fi
    : >"$SERVICE_SECRETS/$service.running"
  done
  if is_systemd; then
    for service in "${SERVICES[@]}"; do start_unit "$service"; done
  else
    supervise_services
  fi
}

# start_unit NAME: starts it now and at each boot, before the app's programs. await_service finds out if it doesn't start.
start_unit() {
  local unit units
  read -r -a units <<<"$("$1_units")"
  unit=${units[0]}
  make_directory "/etc/systemd/system/$unit.service.d" 0755 root:root
  MARK=$1 write_file "/etc/systemd/system/$unit.service.d/testsite.conf" 0644 root:root <<<"[Unit]
Before=supervisor.service
StartLimitIntervalSec=0
[Service]
Restart=always
RestartSec=1
ExecStartPre=+/opt/pokopoko/bin/service prepare $1
$(if declare -F "$1_unit_settings" >/dev/null; then "$1_unit_settings"; fi)" || true
  if is_pending "$1"; then
    quiet systemctl daemon-reload
    quiet systemctl enable "${units[@]:(-1)}"
    quiet timeout "$SERVICE_TIMEOUT_S" systemctl restart "$unit" || true
    clear_pending "$1"
  elif ! systemctl -q is-active "$unit"; then
    quiet systemctl enable "${units[@]:(-1)}"
    quiet timeout "$SERVICE_TIMEOUT_S" systemctl start "$unit" || true
  fi
}

# Has Supervisor run those that we started and haven't stopped since.
supervise_services() {
  local service config='' file=/etc/supervisor/conf.d/testsite-services.conf
  make_directory "$LOGS/machine" 0755 root:root
  for service in mariadb postgresql redis; do
    if ! is_managed "$service"; then continue; fi
    config+="[program:testsite-$service]
command=/opt/pokopoko/bin/service run $service
priority=10
startretries=20
stopsignal=$(if [[ $service == postgresql ]]; then echo INT; else echo TERM; fi)
stopwaitsecs=60
$(program_config "$service" $'stdout_logfile_maxbytes=1MB\nstdout_logfile_backups=1')

"
  done
  MARK=services write_file "$file" 0644 root:root <<<"$config" || true
  if is_pending services; then
    supervisor_update
    clear_pending services
  fi
  for service in "${SERVICES[@]}"; do
    if is_pending "$service"; then
      supervisor_call stopProcess "testsite-$service" >/dev/null
      clear_pending "$service"
    fi
    supervisor_call startProcess "testsite-$service" 0 >/dev/null
  done
}

# await_service RELEASE NAME
await_service() {
  local password until_s=$((SECONDS + SERVICE_TIMEOUT_S))
  password=$(<"$SERVICE_SECRETS/$2.password")
  until "$2_is_ready" "$password" >/dev/null 2>&1 </dev/null; do
    if ((SECONDS > until_s)) || is_given_up "$2"; then fail_service "$1" "$2"; fi
    sleep 0.2
  done
}

is_given_up() {
  local unit
  if is_systemd; then
    read -r unit _ <<<"$("$1_units")"
    [[ $(systemctl show -p SubState --value "$unit") == @(failed|auto-restart*) ]]
  else
    [[ $(program_state "testsite-$1") == FATAL ]]
  fi
}

fail_service() {
  local unit
  # The log of the failure shows its own last lines, and not ours.
  : >"$OUTPUT"
  if is_systemd; then
    read -r unit _ <<<"$("$2_units")"
    journalctl -q -n 20 -o cat -u "$unit" >>"$OUTPUT" 2>&1 || true
  elif [[ -f $LOGS/machine/$2.log ]]; then
    tail -n 20 -- "$LOGS/machine/$2.log" >>"$OUTPUT"
  fi
  "$2_log" >>"$OUTPUT" 2>&1 || true
  discard_release "$1" service-failed "$(service_name "$2") doesn't start. What was deployed before stays."
}

# make_database RELEASE NAME: makes its database and user, if that hasn't been done.
make_database() {
  local password
  if [[ -e $SERVICE_SECRETS/$2.made ]]; then return 0; fi
  password=$(<"$SERVICE_SECRETS/$2.password")
  if ! quiet "$2_make_database" "$password"; then
    discard_release "$1" service-failed "The database in $(service_name "$2") could not be made. What was deployed before stays."
  fi
  : >"$SERVICE_SECRETS/$2.made"
}

stop_service() {
  local units
  rm -f -- "$SERVICE_SECRETS/$1.running"
  if is_systemd; then
    read -r -a units <<<"$("$1_units")"
    quiet systemctl disable "${units[@]:(-1)}" || true
    quiet systemctl stop "${units[@]}" || true
  else
    supervise_services
  fi
}

# write_service_environment [NAME…]: if two set the same variable, the last one's value is used.
write_service_environment() {
  local service line text='' file=$CONFIG/environment/20-services.sh
  for service; do
    while IFS= read -r line; do
      if [[ ! $line =~ ^[A-Z_]+=[A-Za-z0-9_./:@+=-]+$ ]]; then fail unexpected 'A name in the environment of services is not as it should be.'; fi
      text+="export $line"$'\n'
    done < <("${service}_variables" "$(<"$SERVICE_SECRETS/$service.password")")
  done
  if [[ -z $text ]]; then
    if [[ -e $file ]]; then rm -f -- "$file"; fi
    return 0
  fi
  make_directory "$CONFIG/environment" 0755 root:root
  # Not readable by the group `app`.
  write_file "$file" 0400 app:app <<<"${text%$'\n'}" || true
}

# database_variables SCHEME CONNECTION PORT PASSWORD: the names that frameworks read for the one database that they use.
database_variables() {
  printf '%s\n' "DATABASE_URL=$1://app:$4@127.0.0.1:$3/app" "DB_CONNECTION=$2" DB_HOST=127.0.0.1 "DB_PORT=$3" DB_NAME=app DB_DATABASE=app \
    DB_USER=app DB_USERNAME=app "DB_PASSWORD=$4" "CRAFT_DB_DRIVER=$2" CRAFT_DB_SERVER=127.0.0.1 "CRAFT_DB_PORT=$3" CRAFT_DB_DATABASE=app \
    CRAFT_DB_USER=app "CRAFT_DB_PASSWORD=$4"
}
