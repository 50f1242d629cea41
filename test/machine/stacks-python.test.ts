import assert from 'node:assert/strict'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import { type App, itLives, writesNote } from './stack-life.ts'
import type { JobResult, TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

type Files = Record<string, string>

const flask = (word: string) => `import os, sys
from flask import Flask

app = Flask(__name__, instance_relative_config=True)
note = os.path.join(app.instance_path, "note.txt")

@app.get("/")
def index():
    written = open(note).read() if os.path.exists(note) else "none"
    return f"${word} {os.environ['SHADE']} {written} {sys.version_info.major}.{sys.version_info.minor} {os.environ['SECRET_KEY']}"

@app.get("/write")
def write():
    with open(note, "w") as file: file.write("kept")
    return "written"
`

/** By Debian's Python, with a secret of its own. */
const FLASK: App = {
  name: 'with Flask',
  files: (word) => ({ 'requirements.txt': 'flask\n', 'app.py': flask(word) }),
  rest: /^ 3\.\d+ [0-9a-f]{64}$/,
  log: /^Flask \(requirements\.txt\)[^]*Installing packages by requirements\.txt/,
  write: (machine) => visit(machine, '/write'),
  failingBuild: [{ 'requirements.txt': 'flask==0.0.999\n' }, 'build-failed', /flask==0\.0\.999/],
  failingStart: [{ 'app.py': `${flask('pears')}\nraise RuntimeError("no fruit")\n` }, /no fruit/],
}

const fastApi = (word: string) => `import os
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

api = FastAPI()

@api.get("/", response_class=PlainTextResponse)
async def index():
    written = open("data/note.txt").read() if os.path.exists("data/note.txt") else "none"
    return f"${word} {os.environ['SHADE']} {written} from a folder"
`

const FASTAPI: App = {
  name: 'with FastAPI in a folder and a Pipfile.lock',
  files: (word) => ({
    Pipfile: '[packages]\nfastapi = "*"\n',
    'Pipfile.lock': JSON.stringify({ default: { fastapi: { version: '==0.115.0', extras: [] } } }),
    'app/main.py': fastApi(word),
  }),
  settings: { sharedDirectories: ['data'] },
  rest: /^ from a folder$/,
  log: /^FastAPI \(Pipfile\)/,
  write: writesNote('data/note.txt'),
  failingBuild: [
    { 'Pipfile.lock': JSON.stringify({ default: { fastapi: { version: '==0.0.999' } } }) },
    'build-failed',
    /fastapi==0\.0\.999/,
  ],
  failingStart: [{ 'app/main.py': `${fastApi('pears')}\nraise RuntimeError("no fruit")\n` }, /no fruit/],
}

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

const django = (word: string): Files => ({
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
  'shop/urls.py': `import os
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.urls import path

def index(request):
    note = Group.objects.first()
    return HttpResponse(f"${word} {os.environ['SHADE']} {note.name if note else 'none'}")

urlpatterns = [path("", index)]
`,
  'shop/static/style.css': 'body { color: plum }\n',
})

const MAKE_GROUP = `from django.contrib.auth.models import Group; Group.objects.create(name="kept")`

/** Migrated, with its static files, and a database that stays. */
const DJANGO: App = {
  name: 'with Django',
  files: django,
  rest: /^ body { color: plum }$/,
  log: /^Django \(/,
  read: async (get) => `${await get('/')} ${await get('/static/style.css')}`,
  write: (machine) =>
    machine.sh(
      `cd /srv/testsite/current && setpriv --reuid app --regid app --clear-groups /opt/pokopoko/bin/in-environment python manage.py shell -c '${MAKE_GROUP}'`,
    ),
  failingBuild: [{ 'requirements.txt': 'django==0.0.999\n' }, 'build-failed', /django==0\.0\.999/],
  failingStart: [{ 'shop/wsgi.py': 'raise RuntimeError("no fruit")\n' }, /no fruit/],
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
  const text = async () => (await visit(machine)).text

  for (const app of [FLASK, FASTAPI, DJANGO]) itLives(app, () => ({ fixture, machine }))

  describe('of another kind', () => {
    it('listens where it has to, whatever a configuration of gunicorn says, and by no Python that is not to be had', async () => {
      const deploy = await repository('configured', {
        'requirements.txt': 'flask\n',
        'app.py': `${FACTORY}\napp = make("figs")\n`,
        Procfile: 'web: gunicorn --config gunicorn.py app:app\n',
        'gunicorn.py': 'bind = "0.0.0.0:8080"\n',
      })
      assertDone(await deploy())
      assert.equal(await text(), 'figs')

      const unknown = await deploy({ '.python-version': '3.99\n' })
      assert.ok(!unknown.ok, JSON.stringify(unknown))
      assert.match(unknown.log, /Python 3\.99 \(\.python-version\) can't be had\. Versions that can: .*\b3\.11 3\.12\b/)
      assert.equal(await text(), 'figs')

      const unreachable = await deploy({
        '.python-version': '3.14\n',
        'app.json': JSON.stringify({ env: { UV_PYTHON_INSTALL_MIRROR: 'http://127.0.0.1:9' } }),
      })
      assert.ok(!unreachable.ok, JSON.stringify(unreachable))
      assert.match(unreachable.log, /Python 3\.14 \(\.python-version\) couldn't be downloaded\. Deploy again later\./)
      assert.equal(await text(), 'figs')
    })

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
    })

    it('without a lock file gets no package that is newer than its commit', async () => {
      const { cloneUrl, push } = await fixture.repository('dated')
      const app =
        "from importlib.metadata import version\nfrom flask import Flask\n\napp = Flask(__name__)\n\n@app.get('/')\ndef index(): return version('flask')\n"
      await push({ 'requirements.txt': 'flask\n# Figs\n', 'app.py': app }, 'Begin', '2025-02-01T00:00:00Z')
      assertDone(await runSetUp(machine, cloneUrl))
      assert.equal(await text(), '3.1.0')
      // A Python of today is for packages of its own time.
      await push({ 'requirements.txt': 'flask\n# Plums\n' }, 'Older', '2019-01-01T00:00:00Z')
      assertDone(await runSetUp(machine, cloneUrl))
      assert.match(await text(), /^(3\.1\.0|2\.2\.2)$/)
    })

    it('with a uv.lock that lacks some gets those of pyproject.toml', async () => {
      const deploy = await repository('stale-lock', {
        'pyproject.toml':
          '[project]\nname = "plum"\nversion = "1"\nrequires-python = ">=3.9"\ndependencies = ["flask"]\n',
        'uv.lock':
          'version = 1\nrevision = 3\nrequires-python = ">=3.9"\n\n[[package]]\nname = "plum"\nversion = "1"\nsource = { virtual = "." }\n',
        'app.py': `${FACTORY}\napp = make("quinces")\n`,
      })
      assertDone(await deploy())
      assert.equal(await text(), 'quinces')
      assert.match(await machine.sh('cat /var/log/testsite/build.log'), /-----> uv\.lock doesn't fit pyproject\.toml/)
    })

    it('with MkDocs is built, and gets what its docs need', async () => {
      const deploy = await repository('mkdocs', {
        'mkdocs.yml': 'site_name: Plums\ntheme: mkdocs\n',
        'docs/requirements.txt': 'mkdocs<2\n',
        'docs/index.md': '# Figs\n',
      })
      assertDone(await deploy())
      assert.match(await text(), /<h1 id="figs">Figs<\/h1>/)
    })

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
    })

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
    })

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
    })
  })
})

function assertDone(result: JobResult): void {
  assert.ok(result.ok, JSON.stringify(result))
}
