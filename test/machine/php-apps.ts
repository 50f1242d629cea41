import { lockedPackage } from './locked-package.ts'
import type { App } from './stack-life.ts'
import { visit } from './visit.ts'

export const GREETING = {
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
}

/** A plain one, with Composer. */
export const COMPOSER: App = {
  name: 'with Composer',
  files: (word) => ({
    ...GREETING,
    'public/uploads/.gitkeep': '',
    'public/index.php': `<?php require "../vendor/autoload.php";
      if (isset($_GET["write"])) file_put_contents("uploads/note.txt", "kept");
      echo "${word} ", getenv("SHADE"), " ", @file_get_contents("uploads/note.txt") ?: "none", " ", Greeting\\Hello::TEXT;`,
  }),
  rest: /^ hello by Composer installed$/,
  log: /^PHP \(public\/index\.php\)[^]*Installing acme\/greeting/,
  read: async (get) => `${await get('/')} ${await get('/scripts.txt')}`,
  write: (machine) => visit(machine, '/?write'),
  failingBuild: [
    {
      'composer.json': JSON.stringify({ require: { 'acme/missing': '*' }, repositories: [{ 'packagist.org': false }] }),
      'composer.lock': { link: 'missing' },
    },
    'build-failed',
    /acme\/missing/,
  ],
  failingPage: [{ 'public/index.php': '<?php throw new Exception("no fruit");' }, 'server-error'],
}

/** With a table of MariaDB, and a file that was uploaded; the note is there if both are. */
export const WORDPRESS: App = {
  name: 'of WordPress, with MariaDB',
  files: (word) => {
    const theme = 'htdocs/wp-content/themes/plum'
    const built = Object.entries(lockedPackage({ build: 'echo built > style.css' }))
    return {
      'htdocs/wp-settings.php': `<?php
        $note = ABSPATH . 'wp-content/uploads/note.txt';
        $table = $table_prefix . 'notes';
        $db = new mysqli(DB_HOST, DB_USER, DB_PASSWORD, DB_NAME);
        $db->query("create table if not exists $table (note varchar(40))");
        if (isset($_GET['write'])) {
          $db->query("insert into $table values ('kept')");
          file_put_contents($note, 'kept');
        }
        $row = $db->query("select note from $table")->fetch_row();
        echo '${word} ', getenv('SHADE'), ' ', is_file($note) && $row ? $row[0] : 'none', ' ', WP_HOME, ' ', WP_SITEURL, ' ', strlen(AUTH_KEY), ' ', md5(AUTH_KEY), ' ',
          decoct(fileperms('/srv/testsite/shared/wp-config.php') & 0777);`,
      'htdocs/wp-load.php': `<?php define('ABSPATH', __DIR__ . '/'); require ABSPATH . 'wp-config.php';`,
      'htdocs/index.php': `<?php require __DIR__ . '/wp-load.php';`,
      [`${theme}/.gitignore`]: 'style.css\n',
      ...Object.fromEntries(built.map(([name, content]) => [`${theme}/${name}`, content])),
    }
  },
  // What WordPress needs is found, and not set.
  settings: { services: undefined },
  rest: /^ https:\/\/plum\.test\.example\.com https:\/\/plum\.test\.example\.com 64 \w{32} 600 built none$/,
  log: /^WordPress \(htdocs\/wp-settings\.php\)\nMariaDB /,
  read: async (get) =>
    `${await get('/')} ${await get('/wp-content/themes/plum/style.css')} ${await get('/wp-config.php')}`,
  write: (machine) => visit(machine, '/?write'),
  failingBuild: [
    { 'htdocs/wp-content/themes/plum/package.json': '{"scripts":{"build":"echo no fruit; exit 1"}}' },
    'build-failed',
    /no fruit/,
  ],
  failingPage: [{ 'htdocs/wp-settings.php': '<?php throw new Exception("no fruit");' }, 'server-error'],
}
