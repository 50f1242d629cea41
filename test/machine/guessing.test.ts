import assert from 'node:assert/strict'
import { aDocument, USER } from './documents.ts'
import { eventually } from './eventually.ts'
import { HOST, type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { type ReportService, startReportService, TOKEN } from './report-service.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

/** Without the comparison for another name, the medians differ by a factor of seventeen. */
const ROUNDS = 25
const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN

describe('who guesses passwords', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let service: ReportService
  before(async () => {
    ;[fixture, service] = await Promise.all([makeMachineFixture(), startReportService()])
    machine = await fixture.machine()
    const { cloneUrl } = await fixture.repository('website', { 'public/index.html': 'Plums' })
    const url = `http://${HOST}:${service.port}/_pokopoko/control/report/plum`
    const { result } = await machine.job('set-up', await aDocument(cloneUrl, { report: { url, token: TOKEN } }))
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(async () => {
    await fixture.close()
    await service.close()
  })

  const from = (
    address: string,
    more: { password?: string; cookie?: string; language?: string; accept?: string } = {},
  ) =>
    visit(machine, '/', {
      ...(more.password !== undefined && { password: more.password }),
      ...(more.cookie !== undefined && { password: null }),
      headers: {
        'x-forwarded-for': address,
        'x-forwarded-proto': 'https',
        'accept-language': more.language ?? 'en',
        ...(more.accept !== undefined && { accept: more.accept }),
        ...(more.cookie !== undefined && { cookie: more.cookie }),
      },
    })
  /** A few at a time: in a container, only ten wait to be counted. A machine's systemd allows for 512. */
  const guess = async (guesses: { address: string; password: string }[]) => {
    for (let index = 0; index < guesses.length; index += 5) {
      const some = guesses.slice(index, index + 5)
      const answers = await Promise.all(some.map(({ address, password }) => from(address, { password })))
      for (const { status } of answers) assert.ok([401, 429].includes(status), String(status))
    }
  }
  const guessFrom = (address: string, passwords: string[]) =>
    guess(passwords.map((password) => ({ address, password })))
  const told = () => service.reports.flatMap(({ status: { guesses } }) => guesses ?? [])
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => `a-guess-${index}`)

  it('has to wait, whatever comes next, in words of the visitor', async () => {
    await guessFrom('203.0.113.7', numbered(25))
    await eventually(async () => (await from('203.0.113.7')).status === 429, 'the address is kept out')
    const { text, headers } = await from('203.0.113.7', { language: 'ja' })
    assert.match(text, /10 分後/)
    assert.equal(headers.get('retry-after'), '600')
    assert.match(
      (await from('203.0.113.7')).text,
      /^Too many wrong passwords came from your address\. .* ten minutes\.\n$/,
    )
    const page = await from('203.0.113.7', { accept: 'text/html' })
    assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
    assert.match(page.text, /<h1>Too many wrong passwords<\/h1>/)
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
    for (let round = 0; round < 10; round += 1)
      await guessFrom('203.0.113.9', Array<string>(5).fill('the-old-password'))
    await guessFrom('203.0.113.9', numbered(10))
    assert.equal((await from('203.0.113.9')).status, 200)
  })

  it('is known by the address that the balancer has added, not by one that they say', async () => {
    assert.equal((await from('198.51.100.7, 10.1.2.3')).status, 200)
    assert.match(await machine.sh('tail -n 1 /var/log/nginx/access.log'), /^10\.1\.2\.3 /)
  })

  it('is known by the first half of an IPv6 address, however that is written, and told of when many guesses came', async () => {
    const began = Date.now()
    const networks = ['2001:db8:1:2', '2001:db8:1:0', '2001:db8:0:0', '2001:0:0:0', '2001:0:0:4']
    const hosts = ['0:0:0', '5:6:7', '0:0:7', '5:0:0']
    const addressesOf = (network: string) =>
      Array.from({ length: 20 }, (_, index) => `${network}:${hosts[index % hosts.length]}:${(index + 1).toString(16)}`)
    assert.deepEqual(told(), [])
    for (const network of networks) {
      await guess(addressesOf(network).map((address) => ({ address, password: `${address}-guessed` })))
      await eventually(async () => (await from(`${network}:8:8:8:8`)).status === 429, `${network} is kept out`)
    }
    for (const other of ['2001:db8:1:3::1', '2001:db8::1:0:0:0:1', '2001::1:0:0:0:1', '::ffff:203.0.113.77'])
      assert.equal((await from(other)).status, 200, other)
    const [guesses = assert.fail()] = await eventually(async () => told().length > 0 && told(), 'the report')
    assert.ok(guesses.count >= 100 && guesses.count < 150, String(guesses.count))
    assert.ok(guesses.at > began - 600_000 && guesses.at <= Date.now(), String(guesses.at))

    const more = () => machine.sh('cat /var/lib/testsite/guesses')
    const before = await more()
    await guessFrom('203.0.113.10', ['one-more'])
    await eventually(async () => (await more()) !== before, 'it is counted')
    assert.equal(told().length, 1, 'one report for all of them')
  })

  it('cannot tell by the answer, nor by its time, whether there is such a user', async () => {
    const users = [USER, 'nobody', USER.toUpperCase(), `${USER}\n`]
    const tries = new Map(users.map((user) => [user, { answers: new Set<string>(), times: new Array<number>() }]))
    for (let round = 0; round < ROUNDS; round++) {
      for (const [user, { answers, times }] of tries) {
        const authorization = `Basic ${btoa(`${user}:wrong`)}`
        const began = performance.now()
        const { status, text, headers } = await visit(machine, '/', { password: null, headers: { authorization } })
        times.push(performance.now() - began)
        assert.equal(status, 401)
        answers.add(JSON.stringify([text, [...headers].filter(([name]) => name !== 'date')]))
      }
    }
    const [{ answers, times } = assert.fail(), ...others] = tries.values()
    assert.equal(answers.size, 1)
    for (const other of others) {
      assert.deepEqual(other.answers, answers)
      const ratio = median(times) / median(other.times)
      assert.ok(ratio > 1 / 3 && ratio < 3, `${median(times)} ms of a known one, ${median(other.times)} ms`)
    }
  })

  it('has what was sent in no log', async () => {
    assert.equal(await machine.sh(`grep -rl "$(printf guest:a-guess-1 | base64)" /var/log /run || true`), '')
    assert.match(await machine.sh('cat /var/log/testsite/machine/guard.log'), /too many passwords from 203\.0\.113\.7/)
  })
})
