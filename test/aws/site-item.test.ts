import assert from 'node:assert/strict'
import { fromItem, lifeOf, toItem, UnreadableRecordError } from '../../src/aws/site-item.ts'
import { aSite } from '../support/a-site.ts'

const archive = { imageId: 'image-1', launch: 1, state: 'available' as const, at: 5 }
const archived = { spec: { desired: 'archived' as const }, status: { instance: undefined, route: undefined, archive } }

describe('toItem', () => {
  it('keeps the record, and beside it what the indexes go by', () => {
    const site = aSite(archived)
    const item = toItem(site)
    assert.deepEqual(fromItem(item), site)
    const { owner, channel, expiresAt, life } = item
    const { spec } = site
    const index = [{ S: spec.owner }, { S: spec.channel }, { N: String(spec.expiresAt) }, { S: 'archived' }]
    assert.deepEqual([owner, channel, expiresAt, life], index)
  })
})

describe('fromItem', () => {
  it('names the record that it cannot read', () => {
    const isNamed = (error: unknown) => error instanceof UnreadableRecordError && error.siteName === 'plum'
    assert.throws(() => fromItem({ ...toItem(aSite()), version: { S: 'seven' } }), isNamed)
  })
})

describe('lifeOf', () => {
  it('is archived when nothing is left but a good image', () => {
    assert.equal(lifeOf(aSite(archived)), 'archived')
    const { status } = archived
    assert.equal(lifeOf(aSite()), 'live')
    assert.equal(lifeOf(aSite({ ...archived, spec: { desired: 'up' } })), 'live')
    assert.equal(
      lifeOf(aSite({ ...archived, status: { ...status, archive: { ...archive, state: 'pending' } } })),
      'live',
    )
    assert.equal(lifeOf(aSite({ ...archived, status: { ...status, instance: { state: 'terminating' } } })), 'live')
    assert.equal(lifeOf(aSite({ ...archived, status: { ...status, route: { address: '127.0.0.1:4001' } } })), 'live')
  })
})
