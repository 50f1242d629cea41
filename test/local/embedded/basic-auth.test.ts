import assert from 'node:assert/strict'
import sinon from 'sinon'
import { createCredentialsCheck } from '../../../src/local/embedded/basic-auth.ts'

const access = { user: 'agency', passwordHash: 'hash of plum' }
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

describe('createCredentialsCheck', () => {
  const slowMatch = () => sinon.spy(async (password: string, hash: string) => hash === `hash of ${password}`)

  it('asks bcrypt once for a page with a hundred files', async () => {
    const matches = slowMatch()
    const areRight = createCredentialsCheck(matches)
    const page = await Promise.all(Array.from({ length: 100 }, () => areRight(basic('agency:plum'), access)))
    assert.deepEqual(new Set(page), new Set([true]))
    assert.equal(await areRight(basic('agency:plum'), access), true)
    assert.equal(matches.callCount, 1)
  })

  it('asks again about wrong credentials, and for a wrong user too', async () => {
    const matches = slowMatch()
    const areRight = createCredentialsCheck(matches)
    assert.equal(await areRight(basic('agency:pear'), access), false)
    assert.equal(await areRight(basic('agency:pear'), access), false)
    assert.equal(await areRight(basic('someone:plum'), access), false)
    assert.equal(matches.callCount, 3)
  })

  it('does not mix up where the user ends and the password begins', async () => {
    const areRight = createCredentialsCheck(async (password) => password === 'a:b')
    assert.equal(await areRight(basic('agency:a:b'), access), true)
    assert.equal(await areRight(basic('agency:a'), access), false)
  })

  it('forgets what was right when the password changes', async () => {
    const areRight = createCredentialsCheck(slowMatch())
    assert.equal(await areRight(basic('agency:plum'), access), true)
    assert.equal(await areRight(basic('agency:plum'), { ...access, passwordHash: 'hash of pear' }), false)
  })

  it('takes nothing else for credentials', async () => {
    const areRight = createCredentialsCheck(async () => true)
    for (const header of [undefined, '', 'Basic', 'Bearer x', `Basic ${Buffer.from('agency').toString('base64')}`]) {
      assert.equal(await areRight(header, access), false)
    }
  })
})
