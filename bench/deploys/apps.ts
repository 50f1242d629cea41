import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MachineFixture } from '../../test/machine/machine-fixture.ts'

export type Files = Record<string, string>

export interface App {
  name: string
  files(fixture: MachineFixture): Promise<Files>
  /** The page that says `version 1` or `version 2`, and the files that it's made of. */
  path: string
  change(version: number): Files
  /**
   * What somebody would type, in bash and as root: `as_app` runs a line as `app`, in the directory `$clone`. `tools` only the first time;
   * `serve` listens on `$port`. Without it, PHP serves what `~/site` links to.
   */
  byHand: { tools: string; build: string; serve?: string }
}

const APT = 'DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends'

const NODE_TOOLS = `apt-get -q update; ${APT} libatomic1
version=$(sed -n 's/^MISE_VERSION=//p' /opt/pokopoko/stacks/runtimes/mise.sh)
as_app "mkdir ~/hand && curl -fsSL https://registry.npmjs.org/@jdxcode/mise-linux-x64/-/mise-linux-x64-$version.tgz | tar -xz -C ~/hand --strip-components 1"
as_app 'MISE_NODE_MIRROR_URL=$NODE_MIRROR MISE_USE_VERSIONS_HOST=0 ~/hand/bin/mise install --quiet node@26'`
const WITH_NODE = 'export PATH=$(~/hand/bin/mise where node@26)/bin:$PATH'
const NPM_BUILD = `as_app '${WITH_NODE} && npm ci --include=dev --no-audit --no-fund && npm run --silent build'`

const flask: App = {
  name: 'flask',
  files: () => filesOf('flask'),
  path: '/',
  change: (version) => ({
    'app.py': `from flask import Flask\napp = Flask(__name__)\n\n@app.get('/')\ndef page():\n    return 'version ${version}'\n`,
  }),
  byHand: {
    tools: `apt-get -q update; ${APT} python3 python3-venv
version=$(sed -n 's/^UV_VERSION=//p' /opt/pokopoko/stacks/runtimes/uv.sh)
as_app "python3 -m venv ~/hand && ~/hand/bin/pip -q install uv==$version && ~/hand/bin/uv -q venv --python /usr/bin/python3 ~/venv"`,
    build: `as_app 'VIRTUAL_ENV=~/venv ~/hand/bin/uv -q pip install -r requirements.txt'`,
    serve: `as_app 'exec ~/venv/bin/gunicorn -b 127.0.0.1:$port app:app'`,
  },
}

const vite: App = {
  name: 'vite',
  files: () => filesOf('vite'),
  path: '/',
  change: (version) => ({ 'index.html': `<!doctype html><title>Vite</title><p>version ${version}</p>` }),
  byHand: {
    tools: NODE_TOOLS,
    build: NPM_BUILD,
    serve: `as_app 'cd dist && exec python3 -m http.server $port --bind 127.0.0.1'`,
  },
}

const next: App = {
  name: 'next',
  files: () => filesOf('next'),
  path: '/',
  change: (version) => ({ 'app/page.js': `export default () => <p>{'version ${version}'}</p>` }),
  byHand: {
    tools: NODE_TOOLS,
    build: NPM_BUILD,
    serve: `as_app '${WITH_NODE} && exec npx next start --hostname 127.0.0.1 --port $port'`,
  },
}

const wordpress: App = {
  name: 'wordpress',
  files: debianWordpress,
  path: '/version.html',
  change: (version) => ({ 'version.html': `version ${version}` }),
  byHand: {
    tools: `apt-get -q update; ${APT} mariadb-server
${APT} php-{fpm,cli,mysql,pgsql,sqlite3,curl,gd,intl,mbstring,xml,zip,bcmath,imagick,soap}
mariadb -e "CREATE DATABASE app; CREATE USER app@localhost IDENTIFIED BY 'by-hand'; GRANT ALL ON app.* TO app@localhost"
chmod o+x ~app
echo 'server { listen 5009; root /var/lib/app/site; index index.php; location ~ [.]php$ { include fastcgi.conf; fastcgi_pass unix:/run/php/php-fpm.sock; } }' >/etc/nginx/conf.d/hand.conf
systemctl reload nginx`,
    build: `as_app "sed 's/database_name_here/app/; s/username_here/app/; s/password_here/by-hand/' wp-config-sample.php >wp-config.php"`,
  },
}

export const apps = [flask, vite, next, wordpress]

const AT = fileURLToPath(new URL('apps', import.meta.url))

async function filesOf(name: string): Promise<Files> {
  const directory = join(AT, name)
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const read = paths.map(async (path) => [relative(directory, path), await readFile(path, 'utf8')] as const)
  return Object.fromEntries(await Promise.all(read))
}

/** The core of Debian's package, as if it were committed; without pictures and scripts for browsers. */
async function debianWordpress(fixture: MachineFixture): Promise<Files> {
  const machine = await fixture.connectedMachine()
  await machine.sh('cd /tmp && apt-get -q update && apt-get -q download wordpress && dpkg-deb -x wordpress_*.deb core')
  const found = String.raw`cd /tmp/core/usr/share/wordpress && find . -type f \( -name '*.php' -o -name '*.json' -o -name '*.css' \)`
  const paths = (await machine.sh(`${found} -printf '%P\\n'`)).trim().split('\n')
  const texts = (await machine.sh(String.raw`${found} -exec base64 -w0 {} \; -exec echo \;`)).split('\n')
  await machine.remove()
  return Object.fromEntries(paths.map((path, index) => [path, Buffer.from(texts[index] ?? '', 'base64').toString()]))
}
