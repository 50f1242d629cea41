import assert from 'node:assert/strict'
import { aDocument } from './documents.ts'
import { eventually, type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

describe('who guesses passwords', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.machine()
    const { cloneUrl } = await fixture.repository('website', { 'public/index.html': 'Plums' })
    const { result } = await machine.job('set-up', await aDocument(cloneUrl))
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(() => fixture.close())

  const from = (address: string, more: { password?: string; cookie?: string; language?: string } = {}) =>
    visit(machine, '/', {
      ...(more.password !== undefined && { password: more.password }),
      ...(more.cookie !== undefined && { password: null }),
      headers: {
        'x-forwarded-for': address,
        'x-forwarded-proto': 'https',
        'accept-language': more.language ?? 'en',
        ...(more.cookie !== undefined && { cookie: more.cookie }),
      },
    })
  const guess = async (address: string, passwords: string[]) => {
    const answers = await Promise.all(passwords.map((password) => from(address, { password })))
    for (const { status } of answers) assert.ok([401, 429].includes(status), String(status))
  }
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => `a-guess-${index}`)

  it('has to wait, whatever comes next, in words of the visitor', async () => {
    await guess('203.0.113.7', numbered(25))
    await eventually(async () => (await from('203.0.113.7')).status === 429, 'the address is kept out')
    const { text, headers } = await from('203.0.113.7', { language: 'ja' })
    assert.match(text, /10 分後/)
    assert.equal(headers.get('retry-after'), '600')
    assert.match((await from('203.0.113.7')).text, /ten minutes/)
  })

  it('keeps nobody else out: neither another address nor who has a session', async () => {
    const { status, headers } = await from('203.0.113.8')
    assert.equal(status, 200)
    const [cookie = ''] = headers.getSetCookie().map((set) => set.split(';')[0])
    assert.equal((await from('203.0.113.7', { cookie })).status, 200)
  })

  it('is let in again after a while', async () => {
    await machine.sh("touch -d '-11 minutes' /run/testsite/banned/203.0.113.7")
    await eventually(async () => (await from('203.0.113.7')).status === 200, 'the address is let in')
  })

  it('is not whose browser sends an old password again and again', async () => {
    for (let round = 0; round < 10; round += 1) await guess('203.0.113.9', Array<string>(5).fill('the-old-password'))
    await guess('203.0.113.9', numbered(10))
    assert.equal((await from('203.0.113.9')).status, 200)
  })

  it('is known by the address that the balancer has added, not by one that they say', async () => {
    assert.equal((await from('198.51.100.7, 10.1.2.3')).status, 200)
    assert.match(await machine.sh('tail -n 1 /var/log/nginx/access.log'), /^10\.1\.2\.3 /)
  })

  it('has what was sent in no log', async () => {
    assert.equal(await machine.sh(`grep -rl "$(printf guest:a-guess-1 | base64)" /var/log /run || true`), '')
    assert.match(await machine.sh('cat /var/log/testsite/machine/guard.log'), /too many passwords from 203\.0\.113\.7/)
  })
})
