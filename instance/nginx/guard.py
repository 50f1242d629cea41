#!/usr/bin/env python3
"""Runs under Supervisor, and keeps out who guesses passwords: nginx tells it of each failed login (nginx/site.conf), and asks for a file that
bears a visitor's network. A browser sends an old password again and again, so only different ones count. They are in memory alone, hashed.
When there are many within a day, whoever they come from, the site's owner is told."""
import hashlib
import os
import re
import shutil
import socket
import subprocess
import time

SOCKET = '/run/testsite/logins'
BANNED = '/run/testsite/banned'
# For bin/status.
TOTAL = '/var/lib/testsite/guesses'
# Different logins of one network within WINDOW_S, after which it waits for BAN_S.
GUESSES, WINDOW_S, BAN_S = 20, 600, 600
MAX_NETWORKS = 10_000
# Of all networks within a day: from MANY on they are reported. No more than MOST are kept.
MANY, MOST, DAY_S = 100, 10_000, 86_400

salt = os.urandom(16)
# By network: when its window began, and hashes of what it sent.
tried = {}
# Since when, hashes of what all have sent, and how many of these are reported.
day, sent, reported = 0.0, set(), 0


def take(message):
    # Syslog's own header ends with `nginx: `.
    match = re.search(rb'nginx: ([0-9a-fA-F.:]{2,45}) (.+)$', message)
    if match is None:
        return
    login = hashlib.sha256(salt + match[2]).digest()
    count(login)
    network, now = match[1].decode(), time.monotonic()
    since, logins = tried.get(network, (now, set()))
    if now - since > WINDOW_S:
        since, logins = now, set()
    if network not in tried and len(tried) >= MAX_NETWORKS:
        tried.clear()
    logins.add(login)
    tried[network] = (since, logins)
    if len(logins) >= GUESSES:
        del tried[network]
        open(os.path.join(BANNED, network), 'w').close()
        print(time.strftime('%FT%TZ', time.gmtime()), 'too many passwords from', network, flush=True)


def count(login):
    global day, sent, reported
    if not day <= time.time() < day + DAY_S:
        day, sent, reported = time.time(), set(), 0
    if len(sent) < MOST:
        sent.add(login)


def report():
    """Asks for a report once a day. Those of deploys have the number that there is by then."""
    global reported
    if len(sent) < MANY or len(sent) == reported:
        return
    with open(f'{TOTAL}.new', 'w') as file:
        print(f'{{"count":{len(sent)},"at":{int(day * 1000)}}}', file=file)
    os.rename(f'{TOTAL}.new', TOTAL)
    if reported == 0:
        subprocess.run(['/bin/bash', '-c', 'source /opt/pokopoko/lib/all.sh; queue_report'], check=False)
    reported = len(sent)


def forgive():
    with os.scandir(BANNED) as files:
        for file in files:
            if file.stat().st_mtime + BAN_S < time.time():
                os.unlink(file)


os.makedirs(BANNED, mode=0o755, exist_ok=True)
if os.path.lexists(SOCKET):
    os.unlink(SOCKET)
listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listener.bind(SOCKET)
shutil.chown(SOCKET, 'root', 'www-data')
os.chmod(SOCKET, 0o660)
listener.settimeout(10)
checked = time.monotonic()
while True:
    try:
        take(listener.recv(4096))
    except TimeoutError:
        pass
    if time.monotonic() - checked > 10:
        report()
        forgive()
        checked = time.monotonic()
