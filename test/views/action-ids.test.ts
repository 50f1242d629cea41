import assert from 'node:assert/strict'
import { operationNamed, operations } from '../../src/site/operations/all.ts'
import {
  actionIds,
  branchBlockId,
  buttonIds,
  callbackIds,
  decodeContext,
  decodePage,
  decodeRef,
  encodeContext,
  encodePage,
  encodeRef,
  inputIds,
} from '../../views/action-ids.ts'

const longest = {
  name: 'n'.repeat(63),
  id: '0'.repeat(36),
  from: 9_999_999_999_999,
  choice: 'delete-without-archive',
} as const

describe('refs', () => {
  it('come back as they were', () => {
    for (const ref of [{ name: 'plum', id: 'x' }, { name: 'plum', id: 'x', from: 5 }, longest]) {
      assert.deepEqual(decodeRef(encodeRef(ref)), ref)
    }
  })

  it('of messages that earlier versions posted are understood', () => {
    const choiceOf = (choice: string) => decodeRef(JSON.stringify(['plum', 'x', null, choice]))?.choice
    assert.deepEqual(['handOver', 'deleteWithoutArchive', 'until', '7'].map(choiceOf), [
      'hand-over',
      'delete-without-archive',
      'until',
      '7',
    ])
    assert.ok(buttonIds(operationNamed('change-password')).includes('site-password'))
    const ids = [
      'site-extend',
      'site-extend-1',
      'site-extend-3',
      'site-extend-7',
      'site-extend-14',
      'site-extend-until',
    ]
    assert.deepEqual(buttonIds(operationNamed('extend')), ids)
    for (const name of ['redeploy', 'sleep', 'wake', 'delete', 'retry', 'restore', 'adopt'] as const) {
      assert.deepEqual(buttonIds(operationNamed(name)), [`site-${name}`])
    }
  })

  it("fit into a menu's option", () => {
    assert.ok(encodeRef(longest).length <= 150)
    assert.throws(() => encodeRef({ ...longest, id: '0'.repeat(41) }))
  })

  it('are refused when they are none of ours', () => {
    for (const value of [undefined, '', 'x', '{}', '["plum"]', '["plum","x",-1,null]', '["plum","x",null,"explode"]']) {
      assert.equal(decodeRef(value), undefined)
    }
  })
})

describe('pages', () => {
  it('come back as they were, or not at all', () => {
    const page = { kind: 'channel', cursor: 'abc' } as const
    assert.deepEqual(decodePage(encodePage(page)), page)
    assert.equal(decodePage('{"kind":"nobody","cursor":"abc"}'), undefined)
  })
})

describe('contexts of forms', () => {
  it('come back as they were', () => {
    for (const context of [{}, { channel: 'C001' }, { channel: 'C001', ref: longest }]) {
      assert.deepEqual(decodeContext(encodeContext(context)), context)
    }
  })

  it('are empty when they are none of ours', () => {
    assert.deepEqual(decodeContext('{"channel":5}'), {})
    assert.deepEqual(decodeContext(''), {})
  })
})

describe('ids', () => {
  it('are each used for one thing', () => {
    const groups = [actionIds, callbackIds, inputIds].flatMap((group) => Object.values<string>(group))
    const ids = [...groups, ...operations.flatMap(buttonIds)]
    assert.equal(new Set(ids).size, ids.length)
  })

  it("give each repository's branches an input of their own, within the limit", () => {
    assert.notEqual(branchBlockId('orchard/plum'), branchBlockId('orchard/pear'))
    assert.ok(branchBlockId(`${'o'.repeat(200)}/${'r'.repeat(200)}`).length <= 255)
  })
})
