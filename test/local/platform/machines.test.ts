import assert from 'node:assert/strict'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type MachineSettings, openMachines } from '../../../src/local/platform/machines.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts'

const NONE = 'no-such-engine'
const site = { id: 'site-1', name: 'plum' }

describe('the machines of this computer', () => {
  let directory: Awaited<ReturnType<typeof makeTemporaryDirectory>>
  let said: string[]
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
    said = []
  })
  afterEach(() => directory.remove())

  const open = (settings: MachineSettings) =>
    openMachines({
      directory: directory.path,
      clock: createFakeClock(0),
      serveMachines: (_req, res) => res.end(),
      onChange: () => {},
      onDeploy: async () => {},
      onGuesses: async () => {},
      report: () => {},
      say: (line) => said.push(line),
      ...settings,
    })
  /** An engine that is there, and can build nothing. */
  const brokenEngine = async () => {
    const file = join(directory.path, 'engine')
    await writeFile(file, '#!/bin/sh\n[ "$1" = ps ]\n')
    await chmod(file, 0o755)
    return file
  }

  it('are embedded where no engine answers, and are not bound to that while there are none', async () => {
    const machines = await open({ machines: 'auto', containerEngine: NONE })
    assert.equal(machines.kind, 'embedded')
    await machines.close()
    await assert.rejects(open({ machines: 'containers', containerEngine: NONE }), /No container engine answers/)
  })

  it('are embedded where an engine makes none, which it says, and is asked again at the next start', async () => {
    const containerEngine = await brokenEngine()
    for (let start = 1; start <= 2; start++) {
      const machines = await open({ machines: 'auto', containerEngine })
      assert.equal(machines.kind, 'embedded')
      await machines.close()
      assert.equal(said.filter((line) => line.includes('makes no machines')).length, start)
    }
    assert.match(said.at(-1) ?? '', /the next start tries again/)
  })

  it('are of the kind of the first that was made, and say so to whoever wants another', async () => {
    const machines = await open({ machines: 'auto', containerEngine: NONE })
    const [{ id: image } = { id: '' }] = await machines.images()
    await machines.instances.launch({ site, token: 'site-1-1', launch: 1, image, size: 'small' })
    await machines.close()
    await assert.rejects(
      open({ machines: 'containers', containerEngine: NONE }),
      /are on embedded machines\. .*--fresh/,
    )
    const again = await open({ machines: 'auto', containerEngine: await brokenEngine() })
    assert.deepEqual([again.kind, said], ['embedded', []])
    assert.equal((await again.instances.list()).machines.length, 1)
    await again.close()
  })
})
