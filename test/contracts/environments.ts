import assert from 'node:assert/strict'
import { ofRepository, repositoryOf } from '../../src/control/repository-environment.ts'
import type { Environments } from '../../src/control/ports.ts'

export interface EnvironmentsHarness {
  environments: Environments
  close(): Promise<void>
}

const plum = { id: 'site-1' }
const quince = { id: 'site-2' }

/** What every implementation of `Environments` does. */
export function environmentsContract(name: string, make: () => Promise<EnvironmentsHarness>): void {
  describe(`Environments: ${name}`, () => {
    let harness: EnvironmentsHarness
    let environments: Environments
    beforeEach(async () => {
      harness = await make()
      environments = harness.environments
    })
    afterEach(() => harness.close())

    const listed = async () => (await environments.list()).map(({ siteId, key }) => `${key} of ${siteId}`).toSorted()

    it('has none at first', async () => {
      assert.deepEqual(await environments.list(), [])
    })

    it('gives back what was saved, whatever is in it', async () => {
      const variables = { TOKEN: 'a secret', ODD: 'é "\\" \'\n# $HOME {{x}}', EMPTY: '', constructor: 'x' }
      const key = await environments.save(plum, variables)
      assert.deepEqual(await environments.load(plum, key), variables)
    })

    it('keeps each under a key of its own', async () => {
      const first = await environments.save(plum, { A: '1' })
      const second = await environments.save(plum, { A: '2' })
      assert.deepEqual(await environments.load(plum, first), { A: '1' })
      assert.deepEqual(await environments.load(plum, second), { A: '2' })
      assert.deepEqual(await listed(), [`${first} of site-1`, `${second} of site-1`].toSorted())
    })

    it('has room for two at once', async () => {
      const keys = await Promise.all([environments.save(plum, { A: '1' }), environments.save(quince, { A: '2' })])
      assert.deepEqual(await environments.load(plum, keys[0]), { A: '1' })
      assert.deepEqual(await environments.load(quince, keys[1]), { A: '2' })
    })

    it('lists more than fit on a page', async () => {
      for (let index = 0; index < 23; index++) await environments.save({ id: `site-${index}` }, { A: 'x' })
      assert.equal(new Set((await environments.list()).map(({ siteId }) => siteId)).size, 23)
    })

    it('has those of repositories, too', async () => {
      const repository = ofRepository('Acme/web.site_1')
      const key = await environments.save(repository, { A: '1' })
      assert.deepEqual(await environments.load(ofRepository('acme/web.site_1'), key), { A: '1' })
      assert.deepEqual(await environments.list(), [{ siteId: repository.id, key }])
      assert.equal(repositoryOf(repository.id), 'acme/web.site_1')
      await environments.remove(repository, key)
      assert.deepEqual(await environments.list(), [])
    })

    it('removes one', async () => {
      const first = await environments.save(plum, { A: '1' })
      const second = await environments.save(plum, { A: '2' })
      await environments.remove(plum, first)
      assert.deepEqual(await listed(), [`${second} of site-1`])
      await assert.rejects(environments.load(plum, first))
      assert.deepEqual(await environments.load(plum, second), { A: '2' })
    })

    it('removes what is not there', async () => {
      await environments.remove(plum, 'none')
      assert.deepEqual(await environments.list(), [])
    })

    it('does not give one site what is another’s', async () => {
      const key = await environments.save(plum, { A: '1' })
      await assert.rejects(environments.load(quince, key))
      await environments.remove(quince, key)
      assert.deepEqual(await environments.load(plum, key), { A: '1' })
    })
  })
}
