# shellcheck shell=bash
# PostgreSQL, tuned for a machine with 1 GB: 21 MB at rest. Debian names its data a cluster: VERSION/main.
declare -r POSTGRESQL_PORT=5432

# The newest that is installed; nothing when none is.
postgresql_version() {
  local all=(/usr/lib/postgresql/*/bin/postgres)
  if ((${#all[@]} > 0)); then printf '%s\n' "${all[@]}" | cut -d/ -f5 | sort -n | tail -n 1; fi
}

postgresql_packages() { if [[ -z $(postgresql_version) ]]; then echo postgresql; fi; }

# `io_method` would keep version 17 from starting.
postgresql_configure() {
  local version
  version=$(postgresql_version)
  # Baked images have no keys.
  if type -P make-ssl-cert >/dev/null && [[ ! -f /etc/ssl/private/ssl-cert-snakeoil.key ]]; then quiet make-ssl-cert generate-default-snakeoil; fi
  if [[ ! -f /etc/postgresql/$version/main/postgresql.conf ]]; then quiet pg_createcluster "$version" main; fi
  make_directory "/etc/postgresql/$version/main/conf.d" 0755 postgres:postgres
  MARK=postgresql write_file "/etc/postgresql/$version/main/conf.d/testsite.conf" 0644 root:root <<<"listen_addresses = '127.0.0.1'
port = $POSTGRESQL_PORT
shared_buffers = 32MB
max_connections = 40
max_wal_size = 256MB
jit = off" || true
}

# The first is started, all are enabled.
postgresql_units() { echo "postgresql@$(postgresql_version)-main postgresql"; }

# Lock files from before a crash, or from the machine of which this one is a copy, stop it from starting when that number is in use.
postgresql_prepare() {
  local pid name file
  install -d -m 2775 -o postgres -g postgres /run/postgresql
  for file in "/var/lib/postgresql/$(postgresql_version)/main/postmaster.pid" "/run/postgresql/.s.PGSQL.$POSTGRESQL_PORT.lock"; do
    pid='' name=''
    if [[ ! -f $file ]]; then continue; fi
    read -r pid <"$file" || true
    if [[ $pid =~ ^[0-9]+$ && -r /proc/$pid/comm ]]; then read -r name <"/proc/$pid/comm" || true; fi
    # One that ended and wasn't reaped has no command line.
    if [[ $name != postgres || -z $(tr -d '\0' <"/proc/$pid/cmdline") ]]; then rm -f -- "$file"; fi
  done
}

postgresql_run() {
  local version
  version=$(postgresql_version)
  exec env -i PATH="$PATH" LC_ALL=C.UTF-8 setpriv --reuid postgres --regid postgres --init-groups \
    "/usr/lib/postgresql/$version/bin/postgres" -D "/var/lib/postgresql/$version/main" -c "config_file=/etc/postgresql/$version/main/postgresql.conf"
}

as_postgres() { (cd / && exec setpriv --reuid postgres --regid postgres --init-groups "$@"); }

postgresql_is_ready() { PGCONNECT_TIMEOUT=5 as_postgres psql -qAtX -p "$POSTGRESQL_PORT" -c 'SELECT 1'; }

# CREATEDB: Rails has several databases. Nothing of this may reach PostgreSQL's log.
postgresql_make_database() {
  as_postgres psql -qAtX -v ON_ERROR_STOP=1 -p "$POSTGRESQL_PORT" <<SQL
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
SET log_min_duration_statement = -1;
SELECT 'CREATE ROLE app' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') \\gexec
ALTER ROLE app LOGIN CREATEDB PASSWORD '$1';
SELECT 'CREATE DATABASE app OWNER app ENCODING ''UTF8'' LC_COLLATE ''C.UTF-8'' LC_CTYPE ''C.UTF-8'' TEMPLATE template0'
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'app') \\gexec
SQL
}

postgresql_variables() {
  database_variables postgresql pgsql "$POSTGRESQL_PORT" "$1"
  echo "POSTGRES_URL=postgresql://app:$1@127.0.0.1:$POSTGRESQL_PORT/app"
  printf '%s\n' PGHOST=127.0.0.1 "PGPORT=$POSTGRESQL_PORT" PGDATABASE=app PGUSER=app "PGPASSWORD=$1" \
    POSTGRES_HOST=127.0.0.1 "POSTGRES_PORT=$POSTGRESQL_PORT" POSTGRES_DB=app POSTGRES_USER=app "POSTGRES_PASSWORD=$1"
}

postgresql_log() {
  local file
  file=/var/log/postgresql/postgresql-$(postgresql_version)-main.log
  if [[ -s $file ]]; then tail -n 20 "$file"; fi
}
