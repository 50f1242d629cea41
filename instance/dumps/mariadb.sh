# shellcheck shell=bash
# MariaDB's console and dumps, as its user `app`.
readonly LOADING=app_loading
export MYSQL_PWD=$MYSQL_PASSWORD
connection=(--no-defaults -h "$MYSQL_HOST" -P "$MYSQL_PORT" -u "$MYSQL_USER" --skip-ssl --default-character-set=utf8mb4)

ask() { mariadb "${connection[@]}" --batch --skip-column-names -e "$1" </dev/null; }

mariadb_console() { exec mariadb "${connection[@]}" "$MYSQL_DATABASE"; }

# Without the first line of newer versions, which a client of MySQL takes for an error.
mariadb_dump() { dump_of "$MYSQL_DATABASE" | LC_ALL=C sed '1{/enable the sandbox mode/d}'; }

dump_of() {
  mariadb-dump "${connection[@]}" --single-transaction --quick --routines --triggers --events --hex-blob --no-tablespaces --max-allowed-packet=64M "$1"
}

mariadb_is_empty() { [[ $(tables_in "$MYSQL_DATABASE") == 0 ]]; }
tables_in() { ask "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = '$1'"; }

unpack_custom() { give_up "This is a dump of PostgreSQL, and the database is MariaDB."; }

# First into a database of its own, so that a dump that fails changes nothing; then from there into the emptied one. MariaDB can't
# rename databases, nor move tables with triggers.
mariadb_load() {
  drop_loading
  ask "CREATE DATABASE $LOADING CHARACTER SET utf8mb4"
  trap 'rm -rf -- "$work"; drop_loading' EXIT
  if ! unpack | mark_ends | adapt | load_into "$LOADING"; then give_up 'The dump was not loaded. The database is as it was before.'; fi
  if is_cut_off; then give_up 'The dump ends before its end: it was cut off. The database is as it was before.'; fi
  if [[ $(tables_in "$LOADING") == 0 ]]; then give_up 'The dump has no tables. The database is as it was before.'; fi
  if [[ -s $work/collations ]]; then say "The collations of MySQL 8 (utf8mb4_0900_…) became MariaDB's own (utf8mb4_uca1400_…)."; fi
  ask "DROP DATABASE \`$MYSQL_DATABASE\`; CREATE DATABASE \`$MYSQL_DATABASE\` CHARACTER SET utf8mb4"
  if ! dump_of "$LOADING" | adapt | load_into "$MYSQL_DATABASE"; then
    trap 'rm -rf -- "$work"' EXIT
    give_up "The old data are gone, and the new ones are complete in the database $LOADING only: $MYSQL_DATABASE has a part of them. Is the disk full? Make room, then load the dump again."
  fi
}

# What dumps of other servers have and `app` can't do here: other accounts, other databases, replication, collations of MySQL 8. Lines of
# data are left alone.
adapt() { (cd "$work" && LC_ALL=C sed -f /opt/pokopoko/dumps/mariadb.sed); }

# Where the client has it, the dump can't run the client's own commands, such as those for a shell.
load_into() {
  local options=(--max-allowed-packet=64M)
  if [[ $(mariadb --no-defaults --help) == *--sandbox* ]]; then options+=(--sandbox); fi
  mariadb "${connection[@]}" "${options[@]}" "$1"
}

drop_loading() { ask "DROP DATABASE IF EXISTS $LOADING"; }
