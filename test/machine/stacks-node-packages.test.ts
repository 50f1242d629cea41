import assert from 'node:assert/strict'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import type { JobResult, TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

/** Lock files that know nothing of what package.json asks for. */
const STALE_LOCKS = {
  'package-lock.json': '{"name":"site","lockfileVersion":3,"requires":true,"packages":{"":{"name":"site"}}}',
  'pnpm-lock.yaml': "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n",
  'yarn.lock': '# yarn lockfile v1\n',
  'bun.lock': '{"lockfileVersion":1,"workspaces":{"":{"name":"site"}},"packages":{}}',
}

/** A command of npm that writes down what it was told to do. */
const noting = (name: string) => ({
  [`${name}/package.json`]: JSON.stringify({ name, version: '7.0.0', bin: 'command.js' }),
  [`${name}/command.js`]: `#!/usr/bin/env node
require('fs').appendFileSync('ran', ['${name}', ...process.argv.slice(2), process.env.DATABASE_URL, ''].join(' '))
`,
})

describe('packages of a Node project', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
  })
  after(() => fixture.close())

  const setUp = async (name: string, files: Record<string, string>): Promise<JobResult> => {
    const { cloneUrl } = await fixture.repository(name, files)
    return runSetUp(machine, cloneUrl)
  }

  for (const [lock, content] of Object.entries(STALE_LOCKS)) {
    it(`are those of package.json where ${lock} lacks some, with old peers, and the Node that Volta pins`, async () => {
      const packageJson = {
        name: 'site',
        dependencies: { a: 'file:a', b: 'file:b', peer: 'file:peer' },
        scripts: { build: 'mkdir dist && node build.js > dist/index.html' },
        volta: { node: '22' },
      }
      const result = await setUp(`stale-${lock.replaceAll('.', '-')}`, {
        'package.json': JSON.stringify(packageJson),
        [lock]: content,
        'build.js': "console.log(require('a') + require('b') + process.version)",
        'a/package.json': '{"name":"a","version":"1.0.0","peerDependencies":{"peer":"1"}}',
        'a/index.js': "module.exports = 'plums '",
        'b/package.json': '{"name":"b","version":"1.0.0","peerDependencies":{"peer":"2"}}',
        'b/index.js': "module.exports = 'apples '",
        'peer/package.json': '{"name":"peer","version":"1.0.0"}',
      })
      assert.ok(result.ok, JSON.stringify(result))
      assert.match((await visit(machine)).text, /plums apples v22\./)
      assert.match(
        await machine.sh('cat /var/log/testsite/build.log'),
        new RegExp(`-----> ${lock} doesn't fit package\\.json any more`),
      )
    })
  }

  it('with Prisma get its client, and the tables in a SQLite database that stays', async () => {
    const result = await setUp('prisma', {
      ...noting('prisma'),
      'package.json': '{"name":"app","devDependencies":{"prisma":"file:prisma"},"scripts":{"build":"mkdir dist"}}',
      'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n  url = env("DATABASE_URL")\n}\n',
      'prisma/migrations/1/migration.sql': '',
    })
    assert.ok(result.ok, JSON.stringify(result))
    const database = 'file:/srv/testsite/shared/prisma.db'
    const schema = '--schema prisma/schema.prisma'
    assert.equal(
      await machine.sh('cat /srv/testsite/current/ran'),
      `prisma generate ${schema} ${database} prisma migrate deploy ${schema} ${database} `,
    )
  })

  for (const [command, files, ran] of [
    ['knex', { 'knexfile.js': '', 'src/db/migrations/1.js': '' }, 'migrate:latest'],
    ['sequelize-cli', { 'config/config.js': 'process.env.DATABASE_URL', 'migrations/1.js': '' }, 'db:migrate'],
  ] as const) {
    it(`with ${command} bring the tables of a database up to date`, async () => {
      const result = await setUp(command, {
        ...noting(command),
        ...files,
        'package.json': JSON.stringify({
          name: 'app',
          devDependencies: { [command]: `file:${command}` },
          scripts: { build: 'mkdir dist' },
        }),
        'app.json': '{"env":{"DATABASE_URL":"plums"}}',
      })
      assert.ok(result.ok, JSON.stringify(result))
      assert.equal(await machine.sh('cat /srv/testsite/current/ran'), `${command} ${ran} plums `)
    })
  }
})
