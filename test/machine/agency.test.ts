import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { createBaker, followBake } from '../../src/control/images/bake.ts'
import { mustRun } from '../../src/local/containers/engine.ts'
import { createContainerMachines } from '../../src/local/containers/machines.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { visit } from './visit.ts'

const PAGE = `<?php
$database = new mysqli(getenv('DB_HOST'), getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'));
echo file_get_contents('built.txt'), ' by ', $database->query('SELECT VERSION()')->fetch_row()[0];
`
const SITE = {
  'public/index.php': PAGE,
  'package.json': JSON.stringify({ scripts: { build: 'node --print process.version > public/built.txt' } }),
  'app.json': '{"addons": ["jawsdb"]}',
}
const SERVICES = "ps -eo comm= | grep -E '^(mariadbd|postgres|redis-server|php-fpm)' | sort -u || true"

/** An image like the suite's base, on which package managers reach their registries. */
async function connectedBase({ engine, machine, connect }: MachineFixture): Promise<string> {
  const container = await machine()
  await connect(container)
  const name = 'localhost/pokopoko-connected'
  await mustRun(engine, ['commit', container.name, name])
  await container.remove()
  return name
}

describe('the image for agencies', () => {
  it('serves PHP with a database and a build by Node, and installs nothing for that; nor does what is baked from it', async () => {
    const fixture = await makeMachineFixture()
    const directory = await makeTemporaryDirectory()
    const { cloneUrl } = await fixture.repository('agency', SITE)
    const lines: string[] = []
    const { instances, shell, offered, close } = await createContainerMachines({
      engine: fixture.engine,
      directory: directory.path,
      serveMachines: fixture.serveGit,
      base: await connectedBase(fixture),
      onProgress: (line) => lines.push(line),
      onChange: () => {},
      report: (error: unknown) => assert.fail(String(error)),
    })
    const run = (id: string, script: string) => mustRun(fixture.engine, ['exec', '-i', id, 'bash', '-c', script])
    try {
      const order = { site: { id: 'site-1', name: 'plum' }, token: 'site-1-1', launch: 1, size: 'small' }
      const { id } = await instances.launch({ ...order, image: 'agency' })
      assert.ok(
        lines.some((line) => line.includes('Installing')),
        'what is going on',
      )
      await eventually(() => shell.reachable(id), 'it can be reached')
      assert.equal(await run(id, SERVICES), '')
      await run(id, `printf '#!/bin/sh\\nexit 1\\n' > /usr/local/sbin/apt-get; chmod +x /usr/local/sbin/apt-get`)
      const { kind: _, ...job } = await aDocument(cloneUrl, { documentRoot: '' })
      const commandId = await shell.start(id, { ...job, kind: 'set-up', members: [] })
      const ended = await eventually(async () => {
        const result = await shell.result(id, commandId)
        return result !== undefined && result.state !== 'running' && result
      }, 'it is set up')
      assert.equal(ended.state, 'succeeded', JSON.stringify(ended))
      const { address = '' } = (await instances.describe(id)) ?? {}
      assert.match((await visit({ url: `http://${address}` })).text, /^v\d+\.\d+\.\d+\n by \d+.*MariaDB/)
      assert.match(await run(id, SERVICES), /^mariadbd\nphp-fpm[\d.]+\n$/)
      const log = await run(id, 'cat /var/log/testsite/build.log')
      assert.doesNotMatch(log, /Installing mise/)

      // As `pokopoko image bake` at `npm start`.
      const clock = { now: Date.now }
      const store = createFakeSiteStore()
      const look = createBaker({ instances, shell, store, clock, base: async () => 'agency', size: 'small' })
      const patience = { clock, wait: setTimeout, until: Date.now() + 300_000, everyMs: 500 }
      const progress = await followBake(look, '制作会社', { holder: 'me' }, patience)
      assert.equal(progress.state, 'done', JSON.stringify(progress))
      const [image = assert.fail('it is not offered')] = await offered()
      assert.deepEqual(image, { id: progress.imageId, label: '制作会社' })
      assert.deepEqual(
        (await instances.list()).machines.map((machine) => machine.id),
        [id],
      )
      const identities = new Set<string>()
      for (const launch of [1, 2]) {
        const site = { id: `site-${launch}0`, name: 'pear' }
        const baked = await instances.launch({ site, token: site.id, launch, size: 'small', image: image.id })
        await eventually(() => shell.reachable(baked.id), 'it can be reached')
        identities.add(await run(baked.id, 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub'))
        assert.equal(
          await run(baked.id, 'ls /root/.bash_history /root/.cache /var/lib/apt/lists/*.gz 2>/dev/null || true'),
          '',
        )
      }
      assert.equal(identities.size, 2)
    } finally {
      const { machines, images } = await instances.list()
      for (const { id } of machines) await instances.terminate(id)
      for (const { id } of images) await instances.removeImage(id)
      await close()
      await fixture.close()
      await directory.remove()
    }
  }).timeout(900_000)
})
