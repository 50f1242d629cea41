import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const STACKS = fileURLToPath(new URL('../../instance/stacks', import.meta.url))

/** Installs what is missing beside the programs of a project, and says with which one it is served. */
const SCRIPT = `
  source "$STACKS/runtimes/uv.sh"
  say() { :; }
  has_python_package() { true; }
  uv() { if [[ "$*" == *uvicorn* ]]; then install -m 755 /dev/null "$VIRTUAL_ENV/bin/uvicorn"; fi; }
  install_server asgi
  serve_with asgi shop.asgi:application
`

describe('the server of an ASGI project, which has to know that visitors come by HTTPS', () => {
  let environment: string
  beforeEach(() => {
    environment = mkdtempSync(join(tmpdir(), 'venv-'))
    mkdirSync(join(environment, 'bin'))
  })
  afterEach(() => rmSync(environment, { recursive: true }))

  const servedWith = (...programs: string[]) => {
    for (const program of programs) writeFileSync(join(environment, 'bin', program), '', { mode: 0o755 })
    const env = { PATH: process.env['PATH'], STACKS, VIRTUAL_ENV: environment }
    return execFileSync('bash', ['-euo', 'pipefail', '-c', SCRIPT], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    }).trim()
  }

  it("is Daphne where it's there, told to believe nginx", () => {
    assert.equal(servedWith('daphne'), 'daphne --proxy-headers -b 127.0.0.1 -p $PORT shop.asgi:application')
  })

  it('is Uvicorn beside Hypercorn, which has no such option', () => {
    assert.equal(servedWith('hypercorn'), 'uvicorn --host 127.0.0.1 --port $PORT shop.asgi:application')
    assert.equal(servedWith('uvicorn', 'daphne'), 'uvicorn --host 127.0.0.1 --port $PORT shop.asgi:application')
  })
})
