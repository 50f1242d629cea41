# shellcheck shell=bash
# MariaDB, tuned for a machine with 1 GB: 69 MB at rest.
declare -r MARIADB_PORT=3306

mariadb_packages() { if [[ ! -x /usr/sbin/mariadbd ]]; then echo mariadb-server; fi; }

mariadb_configure() {
  make_directory /etc/mysql/mariadb.conf.d 0755 root:root
  MARK=mariadb write_file /etc/mysql/mariadb.conf.d/60-testsite.cnf 0644 root:root <<<"[mariadbd]
bind-address = 127.0.0.1
port = $MARIADB_PORT
performance_schema = OFF
innodb_buffer_pool_size = 32M
aria_pagecache_buffer_size = 4M
table_open_cache = 200
max_connections = 40
max_allowed_packet = 64M" || true
}

mariadb_units() { echo mariadb; }

mariadb_prepare() { install -d -m 0755 -o mysql -g mysql /run/mysqld; }

mariadb_run() { exec env -i PATH="$PATH" HOME=/nonexistent LC_ALL=C.UTF-8 /usr/sbin/mariadbd --user=mysql; }

mariadb_is_ready() { mariadb-admin --no-defaults --connect-timeout=2 ping; }

# For both names of this machine: which one counts depends on how an app connects, and on /etc/hosts. An anonymous user, as older
# installations have, would count before them.
mariadb_make_database() {
  mariadb --no-defaults --batch <<SQL
DELETE FROM mysql.global_priv WHERE User = '';
FLUSH PRIVILEGES;
CREATE DATABASE IF NOT EXISTS app CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS app@localhost, app@127.0.0.1;
ALTER USER app@localhost IDENTIFIED BY '$1', app@127.0.0.1 IDENTIFIED BY '$1';
GRANT ALL ON \`app%\`.* TO app@localhost, app@127.0.0.1;
SQL
}

mariadb_variables() {
  local scheme=mysql name
  # Until 7.1, Rails takes it for the adapter's name.
  if [[ ${STACK:-} == rails ]]; then scheme=mysql2; fi
  database_variables "$scheme" mysql "$MARIADB_PORT" "$1"
  for name in MYSQL_URL JAWSDB_URL JAWSDB_MARIA_URL CLEARDB_DATABASE_URL; do echo "$name=mysql://app:$1@127.0.0.1:$MARIADB_PORT/app"; done
  printf '%s\n' MYSQL_HOST=127.0.0.1 "MYSQL_PORT=$MARIADB_PORT" MYSQL_DATABASE=app MYSQL_USER=app "MYSQL_PASSWORD=$1" \
    "WORDPRESS_DB_HOST=127.0.0.1:$MARIADB_PORT" WORDPRESS_DB_NAME=app WORDPRESS_DB_USER=app "WORDPRESS_DB_PASSWORD=$1"
}

mariadb_log() { if [[ -s /var/log/mysql/error.log ]]; then tail -n 20 /var/log/mysql/error.log; fi; }
