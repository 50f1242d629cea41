import assert from 'node:assert/strict'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import type { TestMachine } from './test-machine.ts'

/** Of EC2 (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html), where each of them is an address of `lo`. Port 80 is the site's here. */
const ADDRESSES = ['169.254.169.254', '[fd00:ec2::254]']
const SERVICE = `ip addr replace 169.254.169.254/32 dev lo
ip addr replace fd00:ec2::254/128 dev lo
cd "$(mktemp -d)" && echo credentials >index.html
for address in 169.254.169.254 fd00:ec2::254; do
  setsid python3 -m http.server 8169 --bind $address >/dev/null 2>&1 </dev/null &
done`

describe("the instance's credentials", () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.machine(undefined, [
      '--cap-add',
      'NET_ADMIN',
      '--sysctl',
      'net.ipv6.conf.all.disable_ipv6=0',
    ])
    await machine.sh(SERVICE)
  })
  after(() => fixture.close())

  const read = async (user: string) => {
    const curl = ADDRESSES.map((address) => `curl -s --max-time 5 http://${address}:8169/ || echo refused`).join('; ')
    return (await machine.sh(`cd / && setpriv --reuid ${user} --regid ${user} --clear-groups bash -c '${curl}'`))
      .trim()
      .split('\n')
  }
  const assertRootAlone = async () => {
    await eventually(async () => (await read('root')).every((said) => said === 'credentials'), 'root reads them')
    for (const user of ['app', 'deploy', 'hook', 'nadia', 'www-data'])
      assert.deepEqual(await read(user), ['refused', 'refused'], user)
  }

  it("are out of reach of what a repository's commands run, from the first one on", async () => {
    const release = `release: curl -s --max-time 5 http://169.254.169.254:8169/ >/srv/testsite/shared/read || true\n`
    const repository = await fixture.repository('website', { 'public/index.html': 'Plums', Procfile: release })
    const members = [{ login: 'nadia', user: 'nadia', publicKeys: [] }]
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl, { members }))
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal(await machine.sh('cat /srv/testsite/shared/read'), '')
    await assertRootAlone()
  })

  it('stay so after a restart', async () => {
    await machine.restart()
    await machine.sh(SERVICE)
    await assertRootAlone()
  })

  it('stay so when a later setup finds the rules removed', async () => {
    await machine.sh('nft flush ruleset')
    const repository = await fixture.repository('other', { 'public/index.html': 'Plums' })
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl))
    assert.ok(result.ok, JSON.stringify(result))
    await assertRootAlone()
  })
})
