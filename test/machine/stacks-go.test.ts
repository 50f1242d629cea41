import assert from 'node:assert/strict'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

/** Without net/http, which takes a busy machine minutes to compile. */
const SERVER = (text: string) => `package main

import (
	"net"
	"os"
	"runtime"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		panic(err)
	}
	for {
		connection, _ := listener.Accept()
		connection.Read(make([]byte, 4096))
		connection.Write([]byte("HTTP/1.0 200 OK\\r\\ncontent-type: text/plain\\r\\n\\r\\n${text} by " + runtime.Version()))
		connection.Close()
	}
}
`

describe('a Go project', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let deploy: (changes?: Record<string, string>) => ReturnType<typeof job>
  const job = async (cloneUrl: string) => runSetUp(machine, cloneUrl)
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
    const { cloneUrl, push } = await fixture.repository('go', {
      'go.mod': 'module example.com/shop/v2\n\ngo 1.23.4\n',
      'main.go': SERVER('plums'),
      'cmd/tool/main.go': 'package main\n\nfunc main() {}\n',
    })
    deploy = async (changes) => {
      if (changes !== undefined) await push(changes, 'Change')
      return job(cloneUrl)
    }
  })
  after(() => fixture.close())
  const log = () => machine.sh('cat /var/log/testsite/build.log')

  it("is built by a Go that knows its go.mod, which Debian's may not, and served", async () => {
    const result = await deploy()
    assert.ok(result.ok, JSON.stringify(result))
    assert.match((await visit(machine)).text, /^plums by go1\.27\.4$/)
    assert.match(await log(), /Go \(go\.mod\)[^]*Installing Go 1\.27\.4/)
    assert.match(await machine.sh('ls /srv/testsite/current/bin'), /^shop\ntool\n$/)
  }).timeout(500_000)

  it('installs and compiles only what has changed at the next deploy', async () => {
    const result = await deploy({ 'main.go': SERVER('quinces') })
    assert.ok(result.ok, JSON.stringify(result))
    assert.match((await visit(machine)).text, /^quinces by/)
    assert.doesNotMatch(await log(), /Installing/)
  }).timeout(120_000)

  it('stays as it was when it cannot be built, it cannot start, or no such Go is to be had', async () => {
    const broken = await deploy({ 'main.go': 'package main\n\nfunc main() { nothing() }\n' })
    assert.ok(
      !broken.ok && broken.reason === 'build-failed' && broken.log.includes('undefined: nothing'),
      JSON.stringify(broken),
    )

    const dead = await deploy({ 'main.go': 'package main\n\nfunc main() { panic("no fruit") }\n' })
    assert.ok(!dead.ok && dead.reason === 'start-failed' && dead.log.includes('no fruit'), JSON.stringify(dead))

    const unknown = await deploy({ 'go.mod': 'module example.com/shop/v2\n\ngo 1.99.0\n' })
    assert.ok(!unknown.ok, JSON.stringify(unknown))
    assert.match(unknown.log, /This Go can't be had\. Newest versions that can: .*\b1\.27\.4\b/)
    assert.match((await visit(machine)).text, /^quinces by/)
  }).timeout(120_000)
})
