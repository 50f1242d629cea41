import assert from 'node:assert/strict'
import { createContainerMachines } from '../../src/local/containers/machines.ts'
import { mustRun } from '../../src/local/containers/engine.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { makeMachineFixture } from './machine-fixture.ts'
import { visit } from './visit.ts'

/** Counts its starts in a table of DATABASE_URL, and answers with the number. */
const PROCFILE = `web: sh start.sh
release: psql -q "$DATABASE_URL" -c 'create table if not exists starts (at timestamptz default now())'
`
const START = `psql -qAt "$DATABASE_URL" -c 'insert into starts default values; select count(*) from starts' > index.html || exit 1
exec python3 -m http.server --bind 127.0.0.1 "$PORT"
`

describe('the services of an app on a machine without systemd', () => {
  it('keep their data over a kill, and over an archive and its restore', async () => {
    const fixture = await makeMachineFixture()
    const directory = await makeTemporaryDirectory()
    const repository = await fixture.repository('app', {
      Procfile: PROCFILE,
      'start.sh': START,
      'app.json': '{"addons": ["heroku-postgresql", "jawsdb", "heroku-redis"]}',
    })
    const { instances, shell, close } = await createContainerMachines({
      engine: fixture.engine,
      directory: directory.path,
      serveMachines: fixture.serveGit,
      base: process.env['POKOPOKO_FULL'],
      onProgress: () => {},
      onChange: () => {},
      report: (error: unknown) => assert.fail(String(error)),
    })
    const order = { site: { id: 'site-1', name: 'plum' }, image: 'container', size: 'small' }
    const run = (id: string, script: string) => mustRun(fixture.engine, ['exec', '-i', id, 'bash', '-c', script])
    const shows = (id: string, count: RegExp) =>
      eventually(
        async () => count.test((await visit({ url: `http://${(await instances.describe(id))?.address}` })).text.trim()),
        `the page shows ${count}`,
      )
    try {
      const first = await instances.launch({ ...order, token: 'site-1-1', launch: 1 })
      await eventually(() => shell.reachable(first.id), 'it can be reached')
      await run(first.id, `echo 'Acquire::http::Proxy "${fixture.packageProxy}";' > /etc/apt/apt.conf.d/99proxy`)
      const { kind: _, ...job } = await aDocument(repository.cloneUrl, { documentRoot: '' })
      const commandId = await shell.start(first.id, { ...job, kind: 'set-up', members: [] })
      const ended = await eventually(async () => {
        const result = await shell.result(first.id, commandId)
        return result !== undefined && result.state !== 'running' && result
      }, 'it is set up')
      assert.equal(ended.state, 'succeeded', JSON.stringify(ended))
      await shows(first.id, /^1$/)
      assert.equal(await run(first.id, 'ps -C mariadbd,redis-server -o comm= | sort'), 'mariadbd\nredis-server\n')

      await run(
        first.id,
        'pkill -KILL -x postgres; pkill -KILL -x mariadbd; pkill -KILL -x redis-server; sleep 3; pkill -u app -f http.server',
      )
      await shows(first.id, /^2$/)
      assert.equal(await run(first.id, 'ps -C mariadbd,redis-server -o comm= | sort'), 'mariadbd\nredis-server\n')

      await instances.stop(first.id)
      const { id } = await instances.createImage({ id: first.id, siteId: 'site-1', siteName: 'plum', launch: 1 })
      await eventually(async () => (await instances.describeImage(id))?.state === 'available', 'the image')
      await instances.terminate(first.id)
      const second = await instances.launch({ ...order, image: id, token: 'site-1-2', launch: 2 })
      await eventually(() => shell.reachable(second.id), 'it can be reached')
      await shows(second.id, /^3$/)
    } finally {
      const { machines, images } = await instances.list()
      for (const { id } of machines) await instances.terminate(id)
      for (const { id } of images) await instances.removeImage(id)
      await close()
      await fixture.close()
      await directory.remove()
    }
  })
})
