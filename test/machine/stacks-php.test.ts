import assert from 'node:assert/strict'
import { eventually, type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import type { JobResult, TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

const GREETING = {
  'composer.json': JSON.stringify({
    require: { php: '>=8.1', 'acme/greeting': '*' },
    repositories: [{ type: 'path', url: 'packages/greeting' }, { 'packagist.org': false }],
    autoload: { 'psr-4': { App: 'src/' } },
    scripts: { 'post-install-cmd': 'echo installed >> public/scripts.txt' },
  }).replace('"App"', '"App\\\\"'),
  'composer.lock': JSON.stringify({
    'content-hash': '7939fa7bc45e515a3bc083c67b99bf62',
    packages: [
      {
        name: 'acme/greeting',
        version: '1.0.0',
        dist: { type: 'path', url: 'packages/greeting', reference: '2ddaff593b6aabdb328aa895db325961d0d679af' },
        type: 'library',
        autoload: { 'psr-4': { 'Greeting\\': 'src/' } },
        'transport-options': { relative: true },
      },
    ],
    'packages-dev': [],
    platform: { php: '>=8.1' },
  }),
  'packages/greeting/composer.json': JSON.stringify({
    name: 'acme/greeting',
    version: '1.0.0',
    autoload: { 'psr-4': { 'Greeting\\': 'src/' } },
  }),
  'packages/greeting/src/Hello.php': '<?php namespace Greeting; class Hello { const TEXT = "hello by Composer"; }',
  'public/index.php': '<?php require "../vendor/autoload.php"; echo Greeting\\Hello::TEXT;',
}

/** Prints what it's asked for of the environment, as frameworks look for it: in `$_ENV`. */
const SHOW = '<?php echo $_ENV[$_GET["show"] ?? ""] ?? "none";'

/** As `vendor` in a repository: Composer has nothing to do. */
const VENDOR = { 'vendor/autoload.php': '<?php' }
const requires = (name: string) => JSON.stringify({ require: { [name]: '*' } })

const SOURCES = [
  'lib/upper.PHP',
  'lib/part.inc',
  'lib/copy.php.bak',
  'lib/note.php.txt',
  'lib/copy.php~',
  'lib/old.php5',
  'lib/page.phtml',
  'lib/dump.sql',
  'uploads/shell.php',
  'vendor/tool.php',
  'composer.json',
  '.env',
]

describe('a PHP project', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
  })
  after(() => fixture.close())

  const setUp = async (repository: TestRepository, changes = {}): Promise<JobResult> =>
    runSetUp(machine, repository.cloneUrl, { services: [], ...changes })
  const deployed = async (name: string, files: Record<string, string>, changes = {}): Promise<TestRepository> => {
    const repository = await fixture.repository(name, files)
    const result = await setUp(repository, changes)
    assert.ok(result.ok, JSON.stringify(result))
    return repository
  }
  const page = async (path = '/') => (await visit(machine, path)).text
  const setEnvironment = (lines: string) => machine.exec(['tee', '/etc/testsite/environment/30-test.sh'], `${lines}\n`)
  const buildLog = () => machine.sh('cat /var/log/testsite/build.log')

  describe('without a framework', () => {
    let repository: TestRepository
    before(async function () {
      this.timeout(580_000)
      const index = `<?php
        if (isset($_GET["upload"])) { file_put_contents("uploads/a.txt", "kept"); file_put_contents("uploads/b.php", "<?php echo 1;"); }
        error_log("visited");
        echo "one ", getenv("GIT_BRANCH"), " ", $_SERVER["HTTPS"] ?? "plain", " ", posix_getpwuid(posix_geteuid())["name"], " ",
          $_SERVER["PATH_INFO"] ?? "", " ", $_SERVER["PHP_AUTH_PW"] ?? "no password", " ", ini_get("upload_max_filesize");`
      const sources = Object.fromEntries(
        SOURCES.map((name) => [name, name === 'composer.json' ? '{}' : '<?php "secret";']),
      )
      repository = await deployed('plain', { 'index.php': index, ...sources })
    })

    it('runs as `app`, with the site’s environment and without its password', async () => {
      const seen = await visit(machine, '/', { headers: { 'x-forwarded-proto': 'https' } })

      assert.deepEqual([seen.status, seen.text], [200, 'one main on app  no password 100M'])
      assert.match(await page('/index.php/a/b'), /^one main plain app \/a\/b /)
      assert.match(await page('/no/such/page'), /^one main/)
      assert.match(await machine.sh('cat /var/log/testsite/php.log'), /visited/)
    })

    it('never shows a source', async () => {
      for (const source of SOURCES) {
        const { status, text } = await visit(machine, `/${source}`)
        assert.deepEqual([status, text.includes('<?php')], [404, false], source)
      }
    })

    it('has no other FPM beside it', async () => {
      assert.match(await machine.sh('ps -eo user,args | grep -c "[p]hp-fpm: pool www" || true'), /^0/)
      assert.equal(await machine.sh('ps -eo user,args | grep "[p]hp-fpm: master" | cut -d" " -f1'), 'app\n')
    })

    it('keeps uploads over deploys, and runs none of them', async () => {
      await page('/?upload')
      await repository.push({ 'new.txt': 'new', 'uploads/committed.txt': 'of the repository' })

      const { result } = await machine.job('deploy')
      assert.ok(result.ok, JSON.stringify(result))
      assert.equal(await page('/new.txt'), 'new')
      assert.equal(await page('/uploads/a.txt'), 'kept')
      assert.equal(await page('/uploads/committed.txt'), 'of the repository')
      assert.equal((await visit(machine, '/uploads/b.php')).status, 404)
    }).timeout(60_000)

    it('serves new code at once after a deploy, and no request fails meanwhile', async () => {
      const seen: Awaited<ReturnType<typeof visit>>[] = []
      const deploys = new AbortController()
      const visitors = [1, 2, 3].map(async () => {
        while (!deploys.signal.aborted) {
          seen.push(await visit(machine))
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
      })
      for (const word of ['two', 'three', 'four']) {
        const commit = await repository.push({
          'index.php': `<?php usleep(100000); echo "${word} ", getenv("GIT_COMMIT");`,
        })
        const { result } = await machine.job('deploy')
        assert.ok(result.ok, JSON.stringify(result))
        assert.equal(await page(), `${word} ${commit}`)
      }
      deploys.abort()
      await Promise.all(visitors)
      assert.deepEqual([...new Set(seen.map(({ status }) => status))], [200])
      assert.ok(seen.length > 50, `${seen.length} requests`)
    }).timeout(120_000)

    it('learns a changed environment without a deploy', async () => {
      await repository.push({ 'index.php': `<?php echo "four ", $_ENV["DB_NAME"] ?? "none";` })
      assert.ok((await setUp(repository)).ok)
      assert.equal(await page(), 'four none')
      await setEnvironment('export DB_NAME=plum')

      const result = await setUp(repository)
      assert.ok(result.ok && !result.changed?.includes('deploy'), JSON.stringify(result))
      assert.equal(await page(), 'four plum')
    }).timeout(60_000)

    it('is a page that says so while FPM is down', async () => {
      await machine.sh('supervisorctl stop testsite-php')
      const { status, text } = await visit(machine)
      await machine.sh('supervisorctl start testsite-php')

      assert.deepEqual([status, text.includes('<?php')], [502, false])
    })

    it('is up after a reboot', async () => {
      await machine.restart()

      await eventually(async () => (await page().catch(() => '')).startsWith('four'), 'PHP answers')
    }).timeout(90_000)
  })

  it("with Heroku's command in its Procfile is published as that says", async () => {
    await deployed('heroku', {
      Procfile: 'web: vendor/bin/heroku-php-nginx -C nginx.conf site/\n',
      'site/index.php': '<?php echo "the site";',
      'public/index.php': '<?php echo "not this";',
    })
    assert.equal(await page(), 'the site')
  }).timeout(60_000)

  describe('with Composer', () => {
    let repository: TestRepository

    it('gets its dependencies, and those of the last deploy the next time', async () => {
      repository = await deployed('composer', GREETING)
      assert.equal(await page(), 'hello by Composer')
      assert.match(await buildLog(), /Installing acme\/greeting/)

      await repository.push({ 'public/new.txt': 'new' })
      const { result } = await machine.job('deploy')
      assert.ok(result.ok, JSON.stringify(result))
      assert.equal(await page(), 'hello by Composer')
      assert.equal(await page('/scripts.txt'), 'installed\n')
      const log = await buildLog()
      assert.match(log, /those of the last deploy/)
      assert.doesNotMatch(log, /Installing acme\/greeting/)
    }).timeout(120_000)

    it('stays as it is when Composer fails', async () => {
      const composer = { require: { 'acme/missing': '*' }, repositories: [{ 'packagist.org': false }] }
      await repository.push({ 'composer.json': JSON.stringify(composer), 'composer.lock': { link: 'missing' } })
      const { result } = await machine.job('deploy')

      assert.ok(!result.ok && result.reason === 'build-failed', JSON.stringify(result))
      assert.match(result.log, /acme\/missing/)
      assert.equal(await page(), 'hello by Composer')
    }).timeout(60_000)

    it('gets a newer PHP than it asks for', async () => {
      const older = GREETING['composer.json'].replace('>=8.1', '^7.4')
      await repository.push({
        'composer.json': older,
        'composer.lock': GREETING['composer.lock'].replace('>=8.1', '^7.4'),
      })
      const { result } = await machine.job('deploy')

      assert.ok(result.ok, JSON.stringify(result))
      assert.equal(await page(), 'hello by Composer')
      assert.match(
        await buildLog(),
        /asks for PHP \^7\.4, and this machine has 8\.\S+, the one of its Debian\. Trying that\./,
      )
    }).timeout(60_000)

    it('is told when it asks for a PHP that is newer', async () => {
      await repository.push({ ...GREETING, 'composer.json': JSON.stringify({ require: { php: '^9.0' } }) })
      const { result } = await machine.job('deploy')

      assert.ok(!result.ok && result.reason === 'build-failed', JSON.stringify(result))
      assert.match(result.log, /asks for PHP \^9\.0, and this machine has 8\./)
    }).timeout(60_000)
  })

  describe('of a framework', () => {
    it('of WordPress gets a configuration and keeps its uploads', async () => {
      await setEnvironment(`export DB_NAME=plum DB_USER=app DB_PASSWORD='pass word' DB_HOST=127.0.0.1`)
      const load = `<?php define('ABSPATH', __DIR__ . '/'); require ABSPATH . 'wp-config.php';`
      const settings = `<?php if (isset($_GET['upload'])) file_put_contents(ABSPATH . 'wp-content/uploads/a.txt', 'kept');
      echo DB_NAME, ' ', DB_PASSWORD, ' ', DB_HOST, ' ', WP_HOME, ' ', WP_SITEURL, ' ', $table_prefix, ' ', strlen(AUTH_KEY), ' ', md5(AUTH_KEY);`
      const repository = await deployed('wordpress', {
        'htdocs/wp-settings.php': settings,
        'htdocs/wp-load.php': load,
        'htdocs/index.php': `<?php require __DIR__ . '/wp-load.php';`,
        'htdocs/wp-content/themes/plum/.gitignore': 'style.css\n',
        'htdocs/wp-content/themes/plum/package.json': JSON.stringify({ scripts: { build: 'echo built > style.css' } }),
      })

      const first = await page('/?upload')
      assert.match(
        first,
        /^plum pass word 127\.0\.0\.1 https:\/\/plum\.test\.example\.com https:\/\/plum\.test\.example\.com wp_ 64 \w{32}$/,
      )
      assert.equal(await page('/wp-content/themes/plum/style.css'), 'built\n')
      assert.equal((await visit(machine, '/wp-config.php')).status, 404)
      await repository.push({ 'htdocs/new.txt': 'new' })
      assert.ok((await machine.job('deploy')).result.ok)
      assert.deepEqual([await page(), await page('/wp-content/uploads/a.txt')], [first, 'kept'])
      assert.match(await machine.sh('stat -c "%U %a" /srv/testsite/shared/wp-config.php'), /^app 600$/m)
    }).timeout(180_000)

    it('of Laravel gets its key, its storage and its migrations', async () => {
      await setEnvironment('')
      const artisan =
        '<?php file_put_contents("storage/logs/artisan.log", implode(" ", array_slice($argv, 1)) . "\\n", FILE_APPEND);'
      const repository = await deployed('laravel', {
        ...VENDOR,
        'composer.json': requires('laravel/framework'),
        'package.json': JSON.stringify({
          scripts: { build: 'mkdir -p public/build && echo built > public/build/app.css' },
        }),
        artisan,
        'config/database.php': `<?php return ['default' => env('DB_CONNECTION', 'sqlite')];`,
        'public/index.php': `<?php echo $_ENV["APP_KEY"], " ", $_ENV["DB_CONNECTION"], " ", is_file($_ENV["DB_DATABASE"]) ? "file" : "none", " ", is_link("../storage") ? "kept" : "lost";`,
      })

      const first = await page()
      assert.match(first, /^base64:[\w+/]{43}= sqlite file kept$/)
      assert.equal(await page('/build/app.css'), 'built\n')
      await repository.push({ 'public/new.txt': 'new' })
      assert.ok((await machine.job('deploy')).result.ok)
      assert.equal(await page(), first)
      const commands = await machine.sh('cat /srv/testsite/shared/storage/logs/artisan.log')
      assert.equal(commands, 'storage:link\nmigrate --force\n'.repeat(2))
    }).timeout(180_000)

    it('of Symfony, Bedrock, Craft and Drupal is served with what it needs of the environment', async () => {
      await setEnvironment(
        'export DATABASE_URL=mysql://app:pw@127.0.0.1/plum DB_HOST=127.0.0.1 DB_NAME=plum DB_USER=app DB_PASSWORD=pw',
      )
      const shown = async (name: string, files: Record<string, string>, variables: string[]) => {
        await deployed(name, { ...VENDOR, ...files })
        return Promise.all(variables.map((variable) => page(`/?show=${variable}`)))
      }

      const symfony = { 'composer.json': requires('symfony/framework-bundle'), 'public/index.php': SHOW }
      const [environment, secret] = await shown('symfony', symfony, ['APP_ENV', 'APP_SECRET'])
      assert.deepEqual([environment, secret?.length], ['prod', 64])

      const bedrock = {
        'composer.json': requires('roots/wordpress'),
        'web/index.php': SHOW,
        'web/app/uploads/.gitkeep': '',
      }
      assert.deepEqual(await shown('bedrock', bedrock, ['WP_HOME', 'WP_SITEURL']), [
        'https://plum.test.example.com',
        'https://plum.test.example.com/wp',
      ])

      const craft = { 'composer.json': requires('craftcms/cms'), 'web/index.php': SHOW, craft: '<?php exit(1);' }
      assert.deepEqual(await shown('craft', craft, ['CRAFT_DB_DRIVER', 'CRAFT_DB_DATABASE']), ['mysql', 'plum'])

      const index = `<?php define('DRUPAL_ROOT', __DIR__); require 'sites/default/settings.php'; echo $databases['default']['default']['driver'], strlen($settings['hash_salt']);`
      await deployed('drupal', { ...VENDOR, 'composer.json': requires('drupal/core'), 'web/index.php': index })
      assert.equal(await page(), 'mysql64')
      assert.match(
        await machine.sh('readlink /srv/testsite/current/web/sites/default/files'),
        /^\/srv\/testsite\/shared\//,
      )
    }).timeout(240_000)
  })

  it('of another kind keeps the directories that the settings name', async () => {
    const repository = await deployed(
      'kept',
      { 'index.html': 'page', 'data/a.txt': 'first' },
      { sharedDirectories: ['data'] },
    )
    assert.equal(await page('/data/a.txt'), 'first')
    await machine.sh('echo kept > /srv/testsite/shared/data/b.txt')
    await repository.push({ 'data/a.txt': 'second', 'data/c.txt': 'new' })

    assert.ok((await machine.job('deploy')).result.ok)
    assert.deepEqual(await Promise.all(['a', 'b', 'c'].map((name) => page(`/data/${name}.txt`))), [
      'first',
      'kept\n',
      'new',
    ])
    assert.equal((await visit(machine, '/x.php')).status, 404)
  }).timeout(60_000)

  it('gets paths as its .htaccess says, and nothing by Composer that it has', async () => {
    const repository = await deployed('rewritten', {
      '.htaccess': 'RewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^(.*)$ index.php?route=$1 [QSA,L]\n',
      'index.php': '<?php echo $_GET["route"] ?? "start", " ", $_GET["a"] ?? "";',
      'about.php': 'About plums',
      'composer.json': requires('acme/cms'),
      'cms/composer.json': '{"name":"acme/cms"}',
    })
    assert.deepEqual([await page(), await page('/shop/plum?a=1')], ['start ', 'shop/plum 1'])
    await repository.push({ '.htaccess': 'RewriteRule ^([^\\.]+)$ $1.php [NC,L]\n' })
    await setUp(repository)
    assert.deepEqual([await page('/about'), await page('/missing?a=1')], ['About plums', 'start 1'])
  }).timeout(180_000)
})
