# shellcheck shell=bash
# PostgreSQL's console and dumps, as its user `app`. PG* are in the environment.
readonly LOADING=app_loading OLD=app_before_load

ask() { psql -qAtX -v ON_ERROR_STOP=1 "$@" </dev/null; }

postgresql_console() { exec psql; }

postgresql_dump() { exec pg_dump --no-owner --no-privileges; }

postgresql_is_empty() { [[ $(ask -c "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_' OR nspname = 'information_schema')") == 0 ]]; }

unpack_custom() {
  if ! pg_restore --no-owner --no-privileges -f - 2>"$work/restore"; then
    say "$(tail -n 3 "$work/restore")"
    if grep -q 'unsupported version' "$work/restore"; then give_up 'The dump is of a newer pg_dump than this machine has. Make one in plain SQL: pg_dump --no-owner'; fi
    return 1
  fi
}

# Into a database of its own, which then takes the place of the old one: a dump that fails changes nothing.
postgresql_load() {
  local code=0
  ask -d postgres -c "DROP DATABASE IF EXISTS $LOADING WITH (FORCE)" 2>/dev/null
  ask -d postgres -c "CREATE DATABASE $LOADING ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0"
  trap 'rm -rf -- "$work"; drop_loading' EXIT
  { restrict; unpack | mark_ends | without_restriction; } | PGDATABASE=$LOADING psql -qX -o /dev/null >/dev/null 2>"$work/messages" || code=$?
  if has_failed || ((code != 0)); then
    give_up 'The dump was not loaded. The database is as it was before.'
  fi
  if is_cut_off; then give_up 'The dump ends before its end: it was cut off. The database is as it was before.'; fi
  if PGDATABASE=$LOADING postgresql_is_empty; then give_up 'The dump has no tables. The database is as it was before.'; fi
  swap_databases
}

# pg_dump's own, which older versions of psql don't know.
without_restriction() { LC_ALL=C sed -e '1,30{/^\\restrict [A-Za-z0-9]*$/d}' -e '/^\\unrestrict [A-Za-z0-9]*$/d'; }

# Where psql has it, the dump can't run psql's own commands, such as those for a shell or another database.
restrict() { if psql -qX -d postgres -c '\restrict a' </dev/null >/dev/null 2>&1; then printf '\\restrict %s\n' "$(head -c 8 /dev/urandom | od -An -v -tx1 | tr -d ' \n')"; fi; }

# Another server's accounts, and settings that this one doesn't have, aren't missed. psql goes on after an error, and exits with 0.
LEFT_OUT='role "[^"]*" does not exist|must be (owner of|member of role|able to SET ROLE)|unrecognized configuration parameter|schema "public" already exists|permission denied to create extension|extension "[^"]*" (does not exist|is not available)|could not open extension control file'
has_failed() {
  grep -aE '(ERROR|FATAL|PANIC|error): |^(backslash commands are restricted|invalid command)' "$work/messages" >"$work/errors" || return 1
  if grep -aEv "$LEFT_OUT" "$work/errors" | head -n 10 >"$work/failed" && [[ -s $work/failed ]]; then
    say "$(<"$work/failed")"
    return 0
  fi
  say "Left out, because this server doesn't have it:"
  say "$(sort -u "$work/errors" | head -n 10)"
  return 1
}

drop_loading() { ask -d postgres -c "DROP DATABASE IF EXISTS $LOADING WITH (FORCE)" 2>/dev/null || true; }

# A program may connect between the two steps, so it's tried a few times.
swap_databases() {
  local tries
  ask -d postgres -c "DROP DATABASE IF EXISTS $OLD WITH (FORCE)" 2>/dev/null
  for tries in {1..10}; do
    if ask -d postgres -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('app', '$LOADING')" \
      -c "BEGIN; ALTER DATABASE app RENAME TO $OLD; ALTER DATABASE $LOADING RENAME TO app; COMMIT" >/dev/null 2>"$work/messages"; then
      ask -d postgres -c "DROP DATABASE $OLD WITH (FORCE)"
      return 0
    fi
    sleep "0.$tries"
  done
  say "$(<"$work/messages")"
  give_up 'The old database is in use all the time. It is as it was before. Stop what uses it, then try again.'
}
