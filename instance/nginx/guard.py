#!/usr/bin/env python3
"""Runs under Supervisor, and keeps out who guesses passwords: nginx tells it of each failed login (nginx/site.conf), and asks for a file that
bears a visitor's address. A browser sends an old password again and again, so only different ones count. They are in memory alone, hashed."""
import hashlib
import os
import re
import shutil
import socket
import time

SOCKET = '/run/testsite/logins'
BANNED = '/run/testsite/banned'
# Different passwords of one address within WINDOW_S, after which it waits for BAN_S.
GUESSES, WINDOW_S, BAN_S = 20, 600, 600
MAX_ADDRESSES = 10_000

salt = os.urandom(16)
# By address: when its window began, and hashes of what it sent.
tried = {}


def take(message):
    # Syslog's own header ends with `nginx: `.
    match = re.search(rb'nginx: ([0-9a-fA-F.:]{2,45}) (.+)$', message)
    if match is None:
        return
    address, now = match[1].decode(), time.monotonic()
    since, hashes = tried.get(address, (now, set()))
    if now - since > WINDOW_S:
        since, hashes = now, set()
    if address not in tried and len(tried) >= MAX_ADDRESSES:
        tried.clear()
    hashes.add(hashlib.sha256(salt + match[2]).digest())
    tried[address] = (since, hashes)
    if len(hashes) >= GUESSES:
        del tried[address]
        open(os.path.join(BANNED, address), 'w').close()
        print(time.strftime('%FT%TZ', time.gmtime()), 'too many passwords from', address, flush=True)


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
        forgive()
        checked = time.monotonic()
