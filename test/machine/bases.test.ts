import assert from 'node:assert/strict'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { makeMachineFixture } from './machine-fixture.ts'
import { deliver, visit } from './visit.ts'

describe('a machine', () => {
  const bases: [what: string, image: string | undefined, hasPackages: boolean][] = [
    ['without the packages gets them at its first set-up', process.env['POKOPOKO_BARE'], false],
    ['of Debian 12 is set up like one of Debian 13', process.env['POKOPOKO_OLD'], true],
  ]
  for (const [what, image, hasPackages] of bases) {
    it(what, async () => {
      const fixture = await makeMachineFixture()
      try {
        const machine = await fixture.machine(image)
        await machine.sh(`echo 'Acquire::http::Proxy "${fixture.packageProxy}";' > /etc/apt/apt.conf.d/99proxy`)
        const repository = await fixture.repository('website', { 'public/index.html': 'Plums' })
        const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl))
        assert.ok(result.ok, JSON.stringify(result))
        assert.equal(result.changed?.includes('packages'), !hasPackages)
        assert.deepEqual(
          [(await visit(machine)).text, (await visit(machine, '/', { password: null })).status],
          ['Plums', 401],
        )
        await repository.push({ 'public/index.html': 'Ripe' })
        assert.equal((await deliver(machine, 'push', { ref: 'refs/heads/main' })).status, 200)
        await eventually(async () => (await visit(machine)).text === 'Ripe', 'the push')
        const again = await machine.job('set-up', await aDocument(repository.cloneUrl))
        assert.deepEqual(again.result.ok && again.result.changed, [])
      } finally {
        await fixture.close()
      }
    })
  }
})
