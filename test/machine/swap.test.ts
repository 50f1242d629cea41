import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'
import { aDocument } from './documents.ts'
import { makeMachineFixture } from './machine-fixture.ts'

/** What tells a machine that it's one of its own, with a disk; no container can add swap to its host. */
const PRETENCE = `cd /usr/local/bin
printf '#!/bin/sh\\nexit 1\\n' > systemd-detect-virt
printf '#!/bin/sh\\necho ext4\\n' > findmnt
printf '#!/bin/sh\\necho "$@" >> /root/swapon\\n' > swapon
chmod +x systemd-detect-virt findmnt swapon`

describe('a machine with little memory', () => {
  it('gets a swap file, once', async () => {
    const fixture = await makeMachineFixture()
    const directory = await makeTemporaryDirectory()
    try {
      const memory = join(directory.path, 'meminfo')
      await writeFile(memory, 'MemTotal:         993476 kB\nMemFree:          413476 kB\nSwapTotal:             0 kB\n')
      const machine = await fixture.machine(undefined, ['-v', `${memory}:/proc/meminfo:ro`])
      const repository = await fixture.repository('website', { 'public/index.html': 'Plums' })
      const changes = async () => {
        const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl))
        assert.ok(result.ok, JSON.stringify(result))
        return result.changed
      }
      assert.ok(!(await changes())?.includes('swap'), 'in a container')
      await machine.sh(PRETENCE)
      assert.deepEqual(await changes(), ['swap'])
      assert.equal(
        await machine.sh('stat -c "%A %s" /swapfile; cat /root/swapon'),
        '-rw------- 1073741824\n/swapfile\n',
      )
      assert.match(
        await machine.sh('swaplabel /swapfile; tail -n 1 /etc/fstab'),
        /UUID: .*\n\/swapfile none swap sw 0 0\n$/,
      )
      await machine.sh('rm /swapfile; sed -i /swapfile/d /etc/fstab')
      assert.deepEqual(await changes(), [], 'removed by people')
    } finally {
      await fixture.close()
      await directory.remove()
    }
  })
})
