import assert from 'node:assert/strict'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import type { JobResult, TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

type Files = Record<string, string>

const FLASK = `import os, sys
from flask import Flask

app = Flask(__name__)

@app.get("/")
def index():
    return f"{sys.version_info.major}.{sys.version_info.minor} {os.environ['SECRET_KEY']}"
`

const FACTORY = `from flask import Flask

def make(fruit):
    app = Flask(__name__)
    app.get("/")(lambda: fruit)
    return app
`

const SERVER = `import http.server, os, itsdangerous, pkg_resources
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{itsdangerous.__name__} {len(os.environ['SECRET_KEY']) > 20}".encode())
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
`

const PLUM_C = `#include <Python.h>
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "plum", NULL, -1, NULL};
PyMODINIT_FUNC PyInit_plum(void) { return PyModule_Create(&module); }
`

const DJANGO: Files = {
  'requirements.txt': 'django>=5,<6\n',
  'manage.py': `import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`,
  'shop/__init__.py': '',
  'shop/settings.py': `import os
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
DEBUG = int(os.environ["DEBUG"])
ALLOWED_HOSTS = []
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.staticfiles", "shop"]
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
STATIC_URL = "static/"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
`,
  'shop/wsgi.py': `import os
from django.core.wsgi import get_wsgi_application
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
application = get_wsgi_application()
`,
  'shop/urls.py': `from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.urls import path

def index(request):
    if request.method == "POST":
        Group.objects.create(name=f"group {Group.objects.count()}")
    return HttpResponse(f"{Group.objects.count()} groups")

urlpatterns = [path("", index)]
`,
  'shop/static/style.css': 'body { color: plum }\n',
}

describe('a Python project', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  /** Debian's, without its last number. */
  let python = ''
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
    python = (await machine.sh('python3 -c "import sys; print(*sys.version_info[:2], sep=chr(46))"')).trim()
  })
  after(() => fixture.close())

  const repository = async (name: string, files: Files) => {
    const { cloneUrl, push } = await fixture.repository(name, files)
    const deploy = async (changes?: Files): Promise<JobResult> => {
      if (changes !== undefined) await push(changes, 'Change')
      return runSetUp(machine, cloneUrl)
    }
    return deploy
  }
  const text = async (path = '/', init = {}) => (await visit(machine, path, init)).text
  const buildLog = () => machine.sh('cat /var/log/testsite/build.log')

  describe('with Flask', () => {
    let deploy: Awaited<ReturnType<typeof repository>>
    let secret = ''
    before(async () => {
      deploy = await repository('flask', { 'requirements.txt': 'flask\n', 'app.py': FLASK })
    })

    it("is served by Debian's Python, with a secret of its own", async () => {
      assertDone(await deploy())
      const said = await text()
      assert.ok(said.startsWith(`${python} `), said)
      assert.match(said, /^3\.\d+ [0-9a-f]{64}$/)
      secret = said.slice(python.length + 1)
      assert.match(await buildLog(), /Flask \(requirements\.txt\)[^]*Installing packages by requirements\.txt/)
    }).timeout(180_000)

    it('installs nothing when only the code has changed, and keeps the secret', async () => {
      assertDone(await deploy({ 'app.py': FLASK.replace('return f"', 'return f"new ') }))
      assert.equal(await text(), `new ${python} ${secret}`)
      assert.doesNotMatch(await buildLog(), /Installing/)
    }).timeout(120_000)

    it('listens where it has to, whatever a configuration of gunicorn says', async () => {
      const changes = {
        Procfile: 'web: gunicorn --config gunicorn.py app:app\n',
        'gunicorn.py': 'bind = "0.0.0.0:8080"\n',
      }
      assertDone(await deploy(changes))
      assert.equal(await text(), `new ${python} ${secret}`)
    }).timeout(120_000)

    it('stays as it was when its packages cannot be installed, it cannot start, or no such Python is to be had', async () => {
      const unbuilt = await deploy({ 'requirements.txt': 'flask==0.0.999\n' })
      assert.ok(
        !unbuilt.ok && unbuilt.reason === 'build-failed' && unbuilt.log.includes('flask==0.0.999'),
        JSON.stringify(unbuilt),
      )

      const dead = await deploy({
        'requirements.txt': 'flask\n',
        'app.py': `${FLASK}\nraise RuntimeError("no fruit")\n`,
      })
      assert.ok(!dead.ok && dead.reason === 'start-failed' && dead.log.includes('no fruit'), JSON.stringify(dead))

      const unknown = await deploy({ 'app.py': FLASK, '.python-version': '3.99\n' })
      assert.ok(!unknown.ok, JSON.stringify(unknown))
      assert.match(unknown.log, /Python 3\.99 \(\.python-version\) can't be had\. Versions that can: .*\b3\.11 3\.12\b/)

      assert.equal(await text(), `new ${python} ${secret}`)
    }).timeout(180_000)
  })

  it('with FastAPI in a folder and a Pipfile.lock is served', async () => {
    const deploy = await repository('fastapi', {
      Pipfile: `[packages]\nfastapi = "*"\n\n[requires]\npython_version = "${python}"\n`,
      'Pipfile.lock': JSON.stringify({ default: { fastapi: { version: '==0.115.0', extras: [] } } }),
      'app/main.py':
        'from fastapi import FastAPI\n\napi = FastAPI()\n\n@api.get("/")\nasync def index(): return "from a folder"\n',
    })
    assertDone(await deploy())
    assert.equal(await text(), '"from a folder"')
  }).timeout(180_000)

  it('with a Pipfile and no lock gets the newest that it allows, and serves what FLASK_APP says', async () => {
    const deploy = await repository('unlocked', {
      Pipfile:
        '[packages]\nflask = "*"\ngunicorn = {version = "<28"}\n\n[dev-packages]\nno-such-package-of-plums = "*"\n',
      '.flaskenv': 'FLASK_APP="shop.factory:make(\'plums\')"\n',
      'shop/__init__.py': '',
      'shop/factory.py': FACTORY,
    })
    assertDone(await deploy())
    assert.equal(await text(), 'plums')
  }).timeout(180_000)

  it('by a Procfile gets its packages, and those that older ones take for granted', async () => {
    const deploy = await repository('procfile', {
      Procfile: 'web: python server.py\n',
      'requirements.txt': '-r requirements/production.txt\n',
      'requirements/production.txt': 'itsdangerous<3\n',
      'server.py': SERVER,
    })
    const result = await deploy()
    assertDone(result)
    assert.equal(await text(), 'itsdangerous True')
    assert.match((result.ok && result.deploy?.stack?.label) || '', new RegExp(`^Python · Python ${python}`))
  }).timeout(180_000)

  it('is built with a compiler once it turns out to need one, and kept like that', async () => {
    const deploy = await repository('compiled', {
      Procfile: 'web: python server.py\n',
      'requirements.txt': './plum\n',
      'plum/setup.py':
        'from setuptools import Extension, setup\nsetup(name="plum", version="1", ext_modules=[Extension("plum", ["plum.c"])])\n',
      'plum/plum.c': PLUM_C,
      'server.py': SERVER.replace('itsdangerous, pkg_resources', 'plum').replace('itsdangerous', 'plum'),
    })
    assertDone(await deploy())
    assert.equal(await text(), 'plum True')
  }).timeout(300_000)

  it('says what to do if its packages go with no Python that it may get', async () => {
    const deploy = await repository('older', {
      Procfile: 'web: python server.py\n',
      'requirements.txt': './plum\n',
      'plum/setup.py': 'raise ImportError("too new")\n',
      'server.py': SERVER,
    })
    const result = await deploy()
    assert.ok(!result.ok && result.reason === 'build-failed', JSON.stringify(result))
    assert.match(
      result.log,
      /too new[^]*These packages don't go with Python 3\.\d+\.\d+\. Update them, or name their version of Python in \.python-version\. Versions that can be had: .*\b3\.11 3\.12\b/,
    )
  }).timeout(120_000)

  it('with Django is migrated and served, with its static files and a database that stays', async () => {
    const deploy = await repository('django', DJANGO)
    assertDone(await deploy())
    assert.equal(await text(), '0 groups')
    assert.equal(await text('/static/style.css'), 'body { color: plum }\n')

    await machine.sh(
      `cd /srv/testsite/current && setpriv --reuid app --regid app --clear-groups /opt/pokopoko/bin/in-environment python manage.py shell -c 'from django.contrib.auth.models import Group; Group.objects.create(name="a")'`,
    )
    assertDone(await deploy({ 'README.md': 'Shop\n' }))
    assert.equal(await text(), '1 groups')
    assert.doesNotMatch(await buildLog(), /Installing/)
  }).timeout(240_000)
})

function assertDone(result: JobResult): void {
  assert.ok(result.ok, JSON.stringify(result))
}
