import assert from 'node:assert/strict'
import type { Ports } from '../../src/control/ports.ts'
import { PermanentError } from '../../src/site/errors.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { deleteWithoutArchive } from '../../src/site/operations/delete-without-archive.ts'
import { retry } from '../../src/site/operations/retry.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'

type Refuse = (ports: Ports, error: Error) => () => void

/** What a delete needs of others, one after another. */
const calls: Record<string, Refuse> = {
  'leading visitors elsewhere': ({ routes }, error) => {
    const { remove } = routes
    routes.remove = () => Promise.reject(error)
    return () => (routes.remove = remove)
  },
  'describing its machine': ({ instances }, error) => {
    const { describe } = instances
    instances.describe = () => Promise.reject(error)
    return () => (instances.describe = describe)
  },
  'terminating its machine': ({ instances }, error) => {
    const { terminate } = instances
    instances.terminate = () => Promise.reject(error)
    return () => (instances.terminate = terminate)
  },
  'revoking its grant': ({ codeHost }, error) => {
    const { revoke } = codeHost
    codeHost.revoke = () => Promise.reject(error)
    return () => (codeHost.revoke = revoke)
  },
}
const errors = { 'for a while': new Error('out of order'), 'for good': new PermanentError('code-host-denied') }

describe('a site that is to go', () => {
  for (const [what, refuse] of Object.entries(calls)) {
    for (const [how, error] of Object.entries(errors)) {
      it(`goes by itself when what failed works again: ${what}, ${how}`, async () => {
        const life = await createLife()
        await life.settle()
        const mend = refuse(life.ports, error)
        await life.ask(deleteWithoutArchive.apply)
        await life.pass(DAY_MS)
        assert.equal(phaseOf(await life.site()), 'failed')
        assert.equal(life.messages('failed').length, 1, 'it is told once')
        mend()
        await life.pass(HOUR_MS)
        assert.equal(await life.load(), undefined)
        assert.deepEqual(life.remains(), { machines: 0, images: 0, routes: 0, grants: 0 })
      })
    }
  }

  it('goes by itself when its archive can be removed again', async () => {
    const life = await createLife()
    await life.settle()
    await life.ask(deleteSite.apply)
    await life.settle()
    const { removeImage } = life.ports.instances
    life.ports.instances.removeImage = () => Promise.reject(new Error('out of order'))
    await life.pass((life.policy.archiveDays + 20) * DAY_MS)
    assert.equal(phaseOf(await life.site()), 'failed')
    life.ports.instances.removeImage = removeImage
    await life.pass(HOUR_MS)
    assert.equal(await life.load(), undefined)
    assert.equal(life.remains().images, 0)
  })

  it('goes at once when somebody asks for a retry', async () => {
    const life = await createLife()
    await life.settle()
    const mend = calls['terminating its machine']?.(life.ports, new Error('out of order'))
    await life.ask(deleteWithoutArchive.apply)
    await life.pass(DAY_MS)
    mend?.()
    await life.ask(retry.apply)
    await life.pass(MINUTE_MS)
    assert.equal(await life.load(), undefined)
  })
})
