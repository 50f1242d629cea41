# shellcheck shell=bash
# Redis: 6 MB at rest. It writes to its disk each second, so that queues and sessions survive when it's killed.
declare -r REDIS_PORT=6379

redis_packages() { if [[ ! -x /usr/bin/redis-server ]]; then echo redis-server; fi; }

redis_configure() {
  MARK=redis write_file /etc/redis/testsite.conf 0640 root:redis <<<"bind 127.0.0.1
port $REDIS_PORT
requirepass $1
dir /var/lib/redis
maxmemory 64mb
appendonly yes
save 300 1
daemonize no" || true
}

redis_units() { echo redis-server; }

redis_unit_settings() { printf '%s\n' ExecStart= 'ExecStart=/usr/bin/redis-server /etc/redis/testsite.conf --supervised systemd'; }

redis_prepare() { install -d -m 0750 -o redis -g redis /var/lib/redis; }

redis_run() { exec env -i PATH="$PATH" LC_ALL=C.UTF-8 setpriv --reuid redis --regid redis --init-groups /usr/bin/redis-server /etc/redis/testsite.conf; }

redis_is_ready() { [[ $(REDISCLI_AUTH=$1 timeout -s KILL 5 redis-cli -h 127.0.0.1 -p "$REDIS_PORT" ping 2>&1) == PONG ]]; }

redis_make_database() { :; }

redis_variables() {
  printf '%s\n' "REDIS_URL=redis://:$1@127.0.0.1:$REDIS_PORT/0" REDIS_HOST=127.0.0.1 "REDIS_PORT=$REDIS_PORT" "REDIS_PASSWORD=$1"
}

redis_log() { :; }
