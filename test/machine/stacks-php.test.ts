import assert from 'node:assert/strict'
import { type MachineFixture, makeMachineFixture, type TestRepository } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import { COMPOSER, GREETING, WORDPRESS } from './php-apps.ts'
import { itLives } from './stack-life.ts'
import type { JobResult, TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

/** Prints what it's asked for of the environment, as frameworks look for it: in `$_ENV`. */
const SHOW = '<?php echo $_ENV[$_GET["show"] ?? ""] ?? "none";'

/** As `vendor` in a repository: Composer has nothing to do. */
const VENDOR = { 'vendor/autoload.php': '<?php' }
const requires = (name: string, version = '*') => JSON.stringify({ require: { [name]: version } })

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

  describe('without a framework', () => {
    let repository: TestRepository
    before(async () => {
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

      assert.deepEqual([seen.status, seen.text], [200, 'one main on app  no password 1024M'])
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
    })

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
    })

    it('is a page that says so while FPM is down', async () => {
      await machine.sh('supervisorctl stop testsite-php')
      const { status, text } = await visit(machine)
      await machine.sh('supervisorctl start testsite-php')

      assert.deepEqual([status, text.includes('<?php')], [502, false])
    })
  })

  it('without a lock file gets what it runs with, whatever its tests would need', async () => {
    const composerJson = {
      require: { php: '>=5.3' },
      'require-dev': { 'plum/tests': '1.0' },
      scripts: { 'post-update-cmd': 'cat vendor/plum/tests/hook', 'post-install-cmd': 'cat vendor/plum/tests/hook' },
      autoload: { 'psr-4': { 'Plum\\': 'src/' } },
    }
    await deployed('lockless', {
      'composer.json': JSON.stringify(composerJson),
      'src/Fruit.php': '<?php namespace Plum; class Fruit { const NAME = "quinces"; }',
      'index.php': '<?php require "vendor/autoload.php"; echo Plum\\Fruit::NAME;',
    })
    assert.equal(await page(), 'quinces')
  })

  itLives(COMPOSER, () => ({ fixture, machine }))

  itLives(WORDPRESS, () => ({ fixture, machine }))

  it('of WordPress without its core gets Debian’s around its theme, its plugin, or its wp-content', async () => {
    const style = '/*\nTheme Name: Plum\nText Domain: plum\n*/\n'
    const index = '<?php echo "Plums by ", get_stylesheet(), " ", get_template_directory_uri();'
    await deployed('theme', { 'style.css': style, 'index.php': index }, { services: undefined })
    // By its address, to which WordPress redirects from others.
    const ask = (path: string, options = '') =>
      machine.sh(
        `curl -sf -H 'Host: plum.test.example.com' -H 'X-Forwarded-Proto: https' ${options} 'http://127.0.0.1:8099${path}'`,
      )
    const form =
      'weblog_title=Plum&user_name=plum&admin_password=secret&admin_password2=secret&pw_weak=1&admin_email=a@example.com'
    await ask('/wp-admin/install.php?step=2', `-d '${form}'`)
    assert.equal(await ask('/'), 'Plums by plum https://plum.test.example.com/wp-content/themes/plum')
    assert.match(await page('/wp-content/themes/plum/style.css'), /Plum/)

    await deployed('plugin', { 'readme.txt': 'Stable tag: 1.0\n', 'fig.php': '<?php /* Plugin Name: Figs */' })
    const content = '/srv/testsite/current/wordpress/wp-content'
    assert.match(await machine.sh(`cat ${content}/plugins/fig/fig.php`), /Figs/)

    await deployed('content', {
      'themes/quince/style.css': style,
      'themes/quince/index.php': index,
      'mu-plugins/a.php': '<?php',
    })
    await machine.sh(`echo kept >${content}/uploads/note.txt`)
    assert.equal(await page('/wp-content/uploads/note.txt'), 'kept\n')
  })

  it('with CodeIgniter or Symfony of old is told its address, or has its front controller found', async () => {
    await deployed('codeigniter', { spark: '<?php', 'public/index.php': '<?php echo getenv("app_baseURL");' })
    assert.equal(await page(), 'https://plum.test.example.com/')
    const files = { ...VENDOR, 'composer.json': requires('symfony/symfony'), 'web/app.php': '<?php echo "Plums";' }
    await deployed('symfony-of-old', files)
    assert.deepEqual([await page(), await page('/figs')], ['Plums', 'Plums'])
  })

  describe('of a framework', () => {
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
    })

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
    })
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
  })

  it('gets a newer PHP than it asks for, and is told if there is none', async () => {
    const older = (name: 'composer.json' | 'composer.lock') => GREETING[name].replace('>=8.1', '^7.4')
    const files = { 'composer.json': older('composer.json'), 'composer.lock': older('composer.lock') }
    const repository = await deployed('older', { ...GREETING, ...files, 'public/index.php': 'hello' })
    assert.equal(await page(), 'hello')
    assert.match(
      await machine.sh('cat /var/log/testsite/build.log'),
      /asks for PHP \^7\.4, and this machine has 8\.\S+, the one of its Debian\. Trying that\./,
    )

    await repository.push({ 'composer.json': requires('php', '^9.0') })
    const result = await setUp(repository)
    assert.ok(!result.ok && result.reason === 'build-failed', JSON.stringify(result))
    assert.match(result.log, /asks for PHP \^9\.0, and this machine has 8\./)
  })

  it('gets paths as its .htaccess says, and nothing by Composer that it has', async () => {
    const repository = await deployed('rewritten', {
      '.htaccess': 'RewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^(.*)$ index.php?route=$1 [QSA,L]\n',
      'index.php': '<?php echo $_GET["route"] ?? "start", " ", $_GET["a"] ?? "";',
      'about.php': 'About plums',
      'composer.json': requires('acme/cms'),
      'cms/composer.json': '{"name":"acme/cms"}',
    })
    assert.deepEqual([await page(), await page('/shop/plum?a=1')], ['start ', 'shop/plum 1'])
    // An installer alone brings nothing.
    const installer = requires('acme/core-installer')
    await repository.push({ '.htaccess': 'RewriteRule ^([^\\.]+)$ $1.php [NC,L]\n', 'composer.json': installer })
    await setUp(repository)
    assert.deepEqual([await page('/about'), await page('/missing?a=1')], ['About plums', 'start 1'])
  })

  it("with Heroku's command in its Procfile is published as that says", async () => {
    await deployed('heroku', {
      Procfile: 'web: vendor/bin/heroku-php-nginx -C nginx.conf site/\n',
      'site/index.php': '<?php echo "the site";',
      'public/index.php': '<?php echo "not this";',
    })
    assert.equal(await page(), 'the site')
  })
})
