# shellcheck shell=bash
# PHP: one FPM under Supervisor for all releases, as `app`. It serves the release that `current` links to. A reload makes it read a new
# environment; requests wait meanwhile, and don't fail.
declare -r PHP_SOCKET=/run/testsite-php/php.sock PHP_CONFIG=/etc/supervisor/conf.d/testsite-php.conf
declare -r PHP_START_TIMEOUT_S=30

# start_php RELEASE: returns once FPM listens. Before the switch, so that what was deployed before stays if it doesn't.
start_php() {
  local until_s=$((SECONDS + PHP_START_TIMEOUT_S))
  stop_debian_fpm
  # In a directory of `app`, so not by root: `install` follows a link that comes just before it, and gives away what that leads to.
  if [[ ! -d /var/lib/app/sessions ]]; then timeout -s KILL 10 setpriv --reuid app --regid app --clear-groups mkdir -m 0700 /var/lib/app/sessions 9>&- 3>&- || true; fi
  MARK=php write_file "$PHP_CONFIG" 0644 root:root <<<"[program:testsite-php]
command=/opt/pokopoko/bin/php-server
autorestart=true
startsecs=1
startretries=10
stopsignal=QUIT
stopwaitsecs=15
redirect_stderr=true
stdout_logfile=$LOGS/php.log
stdout_logfile_maxbytes=5MB
stdout_logfile_backups=1" || true
  if is_pending php; then
    supervisor_update
    clear_pending php
  elif ! is_listening "$PHP_SOCKET" && [[ $(program_state testsite-php) != RUNNING ]]; then
    supervisor_call startProcess testsite-php 0 >/dev/null
  fi
  until is_listening "$PHP_SOCKET"; do
    if ((SECONDS > until_s)); then
      tail -c "$MAX_LOG_BYTES" -- "$LOGS/php.log" >>"$OUTPUT"
      discard_release "$1" start-failed 'PHP did not start. What was deployed before stays.'
    fi
    sleep 0.1
  done
}

is_listening() { [[ -n $(ss -Hxl src "$1") ]]; }

# Reloads FPM if its environment, extensions, or configuration have changed.
reload_php() {
  local now
  now=$(fingerprint_of_php)
  if [[ -f $RUNTIME/php && $(<"$RUNTIME/php") == "$now" ]]; then return 0; fi
  supervisor_call signalProcess testsite-php USR2 >/dev/null
  make_directory "$RUNTIME" 0755 root:root
  printf '%s\n' "$now" >"$RUNTIME/php"
}

fingerprint_of_php() {
  capture as_app 10 "$SITE" env -0 2>/dev/null || true
  { printf '%s\n' "$SAID"; stat -L -c '%n %Y' /usr/sbin/php-fpm* /etc/php/*/fpm/php.ini /etc/php/*/fpm/conf.d/* /opt/pokopoko/php/* /opt/pokopoko/bin/php-server; } | sha256sum
}

stop_php() {
  if [[ ! -e $PHP_CONFIG ]]; then return 0; fi
  rm -f -- "$PHP_CONFIG" "$RUNTIME/php"
  supervisor_update
}

# Debian starts its own FPM with a pool of another account.
stop_debian_fpm() {
  local unit script
  if is_systemd; then
    for unit in /lib/systemd/system/php*-fpm.service; do
      unit=${unit##*/}
      # With its reload: a unit that systemd has read already is started again at the next extension, mask or not.
      if [[ ! -L /etc/systemd/system/$unit ]]; then quiet systemctl mask --now "$unit" || true; fi
    done
  else
    for script in /etc/init.d/php*-fpm; do
      if [[ -s /run/php/${script##*/}.pid ]]; then quiet "$script" stop || true; fi
    done
  fi
}

# A Procfile for Heroku starts PHP by a command of Heroku's, which may name the published directory
# (https://devcenter.heroku.com/articles/php-support#web-servers). Here it runs anyway.
read_heroku_php() {
  local words directory
  if [[ $SERVE != php || ! $PROCFILE_WEB =~ ^(vendor/bin/)?heroku-(php|hhvm)-(apache2|nginx)([[:space:]]|$) ]]; then return 0; fi
  read -ra words <<<"$PROCFILE_WEB"
  PROCFILE_WEB='' directory=${words[-1]%/}
  # After an option it's a file for that.
  if [[ ${#words[@]} != 1 && ${words[-2]} != -[A-Za-z] && $directory =~ ^[A-Za-z0-9_][A-Za-z0-9._/-]{0,199}$ && /$directory/ != */../* ]]; then
    PUBLISH=("$directory" "${PUBLISH[@]}")
  fi
}
