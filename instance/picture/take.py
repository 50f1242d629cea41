#!/usr/bin/env python3
"""take.py CHROMIUM SITE_URL LOOK_URL DIRECTORY [FLAG…]: takes a picture of the start page, DIRECTORY/new.jpg, and prints what part of the
pixels differs from DIRECTORY/old.jpg as {"changed":0.12}; 1 without one. Ends with 3 when there is nothing to show: the page asks for a
login, is none, or leads elsewhere. Chromium is told by its pipe what to do (https://chromedevtools.github.io/devtools-protocol/), and gets
what the site has from LOOK_URL, where nobody is asked for a password."""
import base64
import ctypes
import http.client
import json
import os
import select
import signal
import subprocess
import sys
import time
from urllib.parse import urlsplit

CHROMIUM, SITE_URL, LOOK_URL, DIRECTORY, *FLAGS = sys.argv[1:]
WIDTH, HEIGHT, SCALE = 1280, 800, 0.75
# In all, to load, and without a request before it counts as loaded.
LIMIT_S, LOAD_S, QUIET_S = 45, 20, 1
# Of what the site sends for one address, and of a picture.
MAX_BODY, MAX_PICTURE = 20_000_000, 200_000
NOTHING = 3
# Of linux/prctl.h.
PR_SET_CHILD_SUBREAPER = 36
# Of a channel, out of 255: less is compression's doing.
VISIBLE = 40

ASKS_FOR_LOGIN = "!!document.querySelector('input[type=password]')"
COMPARE = """async (old, now) => {
  const pixels = async (data) => {
    const image = await createImageBitmap(await (await fetch('data:image/jpeg;base64,' + data)).blob())
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
    context.drawImage(image, 0, 0)
    return context.getImageData(0, 0, image.width, image.height)
  }
  const [a, b] = await Promise.all([pixels(old), pixels(now)])
  if (a.width !== b.width || a.height !== b.height) return 1
  let changed = 0
  for (let at = 0; at < a.data.length; at += 4) {
    if ([0, 1, 2].some((of) => Math.abs(a.data[at + of] - b.data[at + of]) > %d)) changed += 1
  }
  return changed / (a.width * a.height)
}""" % VISIBLE


class Browser:
    def __init__(self):
        command_read, self.commands = os.pipe()
        self.answers, answer_write = os.pipe()

        def descriptors():
            # Chromium reads from 3 and writes to 4.
            read, write = os.dup(command_read), os.dup(answer_write)
            os.dup2(read, 3)
            os.dup2(write, 4)

        arguments = [CHROMIUM, '--headless', '--remote-debugging-pipe', f'--user-data-dir={DIRECTORY}/profile', '--disable-gpu',
                     '--disable-dev-shm-usage', '--disable-background-networking', '--disable-extensions', '--no-first-run',
                     '--hide-scrollbars', '--mute-audio', *FLAGS, 'about:blank']
        self.process = subprocess.Popen(arguments, close_fds=False, preexec_fn=descriptors, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(command_read)
        os.close(answer_write)
        self.buffer, self.last_id, self.until = b'', 0, time.monotonic() + LIMIT_S
        self.session, self.handlers = None, {}

    def send(self, method, params=None):
        self.last_id += 1
        message = {'id': self.last_id, 'method': method, 'params': params or {}}
        if self.session:
            message['sessionId'] = self.session
        data = json.dumps(message).encode() + b'\0'
        while data:
            data = data[os.write(self.commands, data):]
        return self.last_id

    def read(self, timeout):
        """The next message, or None when none comes in time."""
        while b'\0' not in self.buffer:
            wait = min(timeout, self.until - time.monotonic())
            if wait <= 0 or not select.select([self.answers], [], [], wait)[0]:
                if time.monotonic() >= self.until:
                    raise TimeoutError('the browser takes too long')
                return None
            data = os.read(self.answers, 1 << 20)
            if not data:
                raise EOFError('the browser has ended')
            self.buffer += data
        line, self.buffer = self.buffer.split(b'\0', 1)
        message = json.loads(line)
        handler = self.handlers.get(message.get('method'))
        if handler:
            handler(message['params'])
        return message

    def call(self, method, params=None):
        sent = self.send(method, params)
        while True:
            message = self.read(LIMIT_S)
            if message and message.get('id') == sent:
                if 'error' in message:
                    raise RuntimeError(f"{method}: {message['error'].get('message')}")
                return message['result']

    def evaluate(self, expression):
        answer = self.call('Runtime.evaluate', {'expression': expression, 'awaitPromise': True, 'returnByValue': True})
        return answer['result'].get('value')

    def open(self):
        target = self.call('Target.createTarget', {'url': 'about:blank'})['targetId']
        self.session = self.call('Target.attachToTarget', {'targetId': target, 'flatten': True})['sessionId']


class Page:
    """The start page: status of its document, whether it has loaded, and the requests that are open."""

    def __init__(self, browser):
        self.browser, self.status, self.is_loaded, self.open = browser, None, False, set()
        self.active_at = time.monotonic()
        browser.handlers.update({
            'Fetch.requestPaused': self.serve,
            'Page.loadEventFired': self.loaded,
            'Page.javascriptDialogOpening': lambda _: browser.send('Page.handleJavaScriptDialog', {'accept': False}),
            'Network.requestWillBeSent': lambda sent: self.note(self.open.add, sent),
            'Network.loadingFinished': lambda sent: self.note(self.open.discard, sent),
            'Network.loadingFailed': lambda sent: self.note(self.open.discard, sent),
        })

    def note(self, change, sent):
        change(sent['requestId'])
        self.active_at = time.monotonic()

    def loaded(self, _):
        self.is_loaded = True
        self.active_at = time.monotonic()

    def serve(self, paused):
        request = paused['request']
        try:
            status, headers, body = ask_site(request)
        except (OSError, http.client.HTTPException, ValueError):
            self.browser.send('Fetch.failRequest', {'requestId': paused['requestId'], 'errorReason': 'Failed'})
            return
        if paused.get('resourceType') == 'Document' and not 300 <= status < 400:
            self.status = self.status or status
        self.browser.send('Fetch.fulfillRequest', {
            'requestId': paused['requestId'], 'responseCode': status,
            'responseHeaders': [{'name': name, 'value': value} for name, value in headers],
            'body': base64.b64encode(body).decode(),
        })

    def is_quiet(self):
        return self.is_loaded and time.monotonic() - self.active_at >= QUIET_S

    def load(self):
        until = time.monotonic() + LOAD_S
        while not self.is_quiet() and time.monotonic() < until:
            self.browser.read(0.2)


def ask_site(request):
    url, look = urlsplit(request['url']), urlsplit(LOOK_URL)
    headers = {name: value for name, value in request['headers'].items() if name.lower() not in ('host', 'accept-encoding')}
    headers |= {'Host': urlsplit(SITE_URL).netloc, 'X-Forwarded-Proto': 'https', 'Accept-Encoding': 'identity'}
    connection = http.client.HTTPConnection(look.hostname, look.port, timeout=15)
    try:
        path = (url.path or '/') + (f'?{url.query}' if url.query else '')
        connection.request(request['method'], path, request.get('postData', '').encode() or None, headers)
        answer = connection.getresponse()
        body = answer.read(MAX_BODY + 1)
        if len(body) > MAX_BODY:
            raise ValueError('too large')
        left_out = ('transfer-encoding', 'content-length', 'connection')
        return answer.status, [(name, value) for name, value in answer.getheaders() if name.lower() not in left_out], body
    finally:
        connection.close()


def take(browser):
    host = urlsplit(SITE_URL).netloc
    for domain in ('Page', 'Network', 'Runtime'):
        browser.call(f'{domain}.enable')
    browser.call('Fetch.enable', {'patterns': [{'urlPattern': f'{scheme}://{host}/*'} for scheme in ('http', 'https')]})
    browser.call('Emulation.setDeviceMetricsOverride', {'width': WIDTH, 'height': HEIGHT, 'deviceScaleFactor': 1, 'mobile': False})
    browser.call('Emulation.setEmulatedMedia', {'features': [{'name': 'prefers-reduced-motion', 'value': 'reduce'}]})
    page = Page(browser)
    browser.send('Page.navigate', {'url': f'{SITE_URL}/'})
    page.load()
    browser.handlers.clear()
    if page.status != 200 or browser.evaluate('location.host') != host or browser.evaluate(ASKS_FOR_LOGIN) is not False:
        sys.exit(NOTHING)
    clip = {'x': 0, 'y': 0, 'width': WIDTH, 'height': HEIGHT, 'scale': SCALE}
    for quality in (80, 50, 25):
        taken = browser.call('Page.captureScreenshot', {'format': 'jpeg', 'quality': quality, 'clip': clip})
        picture = base64.b64decode(taken['data'])
        if len(picture) <= MAX_PICTURE:
            return picture
    sys.exit(NOTHING)


def compare(browser, picture):
    try:
        with open(f'{DIRECTORY}/old.jpg', 'rb') as file:
            old = file.read()
    except FileNotFoundError:
        return 1
    if old == picture:
        return 0
    # A page of its own: what the site's has running must not say what is compared.
    browser.session = None
    browser.open()
    texts = [json.dumps(base64.b64encode(data).decode()) for data in (old, picture)]
    return browser.evaluate(f'({COMPARE})({texts[0]}, {texts[1]})')


def children():
    for entry in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{entry}/stat') as file:
                parent = file.read().rpartition(')')[2].split()[1]
        except OSError:
            continue
        if int(parent) == os.getpid():
            yield int(entry)


def end_all():
    """Ends the browser and everything that it has started, so that nothing writes to DIRECTORY any more."""
    try:
        while True:
            for child in children():
                os.kill(child, signal.SIGKILL)
            os.wait()
    except ChildProcessError:
        pass


def main():
    # Whatever the browser leaves behind becomes a child of this process.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    browser = Browser()
    try:
        browser.open()
        picture = take(browser)
        changed = compare(browser, picture)
        with open(f'{DIRECTORY}/new.jpg', 'wb') as file:
            file.write(picture)
        print(json.dumps({'changed': round(changed, 4)}))
    finally:
        end_all()


main()
