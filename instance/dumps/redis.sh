# shellcheck shell=bash
# Redis has a console only.
redis_console() { REDISCLI_AUTH=$REDIS_PASSWORD exec redis-cli -h "$REDIS_HOST" -p "$REDIS_PORT"; }
redis_dump() { give_up 'Redis has no dumps here.'; }
redis_load() { redis_dump; }
redis_is_empty() { return 0; }
