import assert from 'node:assert/strict'
import { changePassword } from '../../src/site/operations/change-password.ts'
import { deleteWithoutArchive } from '../../src/site/operations/delete-without-archive.ts'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { extend } from '../../src/site/operations/extend.ts'
import { handOver } from '../../src/site/operations/hand-over.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import type { Site } from '../../src/site/site.ts'
import type { OperationContext } from '../../src/site/operations/operation.ts'
import { DAY_MS, HOUR_MS } from '../../src/site/time.ts'
import { createLife } from '../support/a-life.ts'

type Request = (site: Site, asked: OperationContext) => Site
const password: Request = (site, asked) => changePassword.apply(site, { ...asked, user: undefined, password: 'a hash' })

describe('an owner whose site somebody else has changed', () => {
  const aLife = async () => {
    const life = await createLife()
    await life.settle()
    const told = () => life.messages('changedByOther').length
    return { ...life, told }
  }

  const all: [what: string, request: Request][] = [
    ['put to sleep', sleep.apply],
    ['deleted', deleteSite.apply],
    ['deleted for good', deleteWithoutArchive.apply],
    ['given another password', password],
  ]
  for (const [what, request] of all) {
    it(`is told once that it was ${what}`, async () => {
      const life = await aLife()
      await life.ask(request, 'U0KEN')
      await life.pass(2 * DAY_MS)
      assert.equal(life.told(), 1)
    })

    it(`is told nothing of what they ${what} themselves`, async () => {
      const life = await aLife()
      await life.ask(request)
      await life.pass(HOUR_MS)
      assert.equal(life.told(), 0)
    })
  }

  it('is told of each change, and of nothing that takes nothing away', async () => {
    const life = await aLife()
    await life.ask((site, asked) => extend.apply(site, { ...asked, until: { days: 1 } }), 'U0KEN')
    await life.settle()
    assert.equal(life.told(), 0)
    for (const count of [1, 2]) {
      await life.ask(password, 'U0KEN')
      await life.settle()
      assert.equal(life.told(), count)
    }
  })

  it('is not told of what was done to a site that was somebody else’s', async () => {
    const life = await aLife()
    await life.ask(password, 'U0KEN')
    await life.ask((site, asked) => handOver.apply(site, { ...asked, owner: 'U0CHIE' }))
    await life.settle()
    assert.equal(life.told(), 0)
  })

  it('is told nothing of long ago, as after an upgrade', async () => {
    const life = await aLife()
    await life.ask(password, 'U0KEN')
    life.clock.advance(2 * HOUR_MS)
    await life.settle()
    assert.equal(life.told(), 0)
  })
})
