import assert from 'node:assert/strict'
import { mustRun } from '../../src/local/containers/engine.ts'
import { createContainerMachines } from '../../src/local/containers/machines.ts'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'
import { aDocument } from './documents.ts'
import { eventually, type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
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
  it('serves PHP with a database and a build by Node, and installs nothing for that', async () => {
    const fixture = await makeMachineFixture()
    const directory = await makeTemporaryDirectory()
    const { cloneUrl } = await fixture.repository('agency', SITE)
    const lines: string[] = []
    const { instances, shell, close } = await createContainerMachines({
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
      const ended = await eventually(
        async () => {
          const result = await shell.result(id, commandId)
          return result !== undefined && result.state !== 'running' && result
        },
        'it is set up',
        120,
      )
      assert.equal(ended.state, 'succeeded', JSON.stringify(ended))
      const { address = '' } = (await instances.describe(id)) ?? {}
      assert.match((await visit({ url: `http://${address}` })).text, /^v\d+\.\d+\.\d+\n by \d+.*MariaDB/)
      assert.match(await run(id, SERVICES), /^mariadbd\nphp-fpm[\d.]+\n$/)
      const log = await run(id, 'cat /var/log/testsite/build.log')
      assert.doesNotMatch(log, /Installing mise/)
    } finally {
      for (const { id } of (await instances.list()).machines) await instances.terminate(id)
      await close()
      await fixture.close()
      await directory.remove()
    }
  }).timeout(900_000)
})
