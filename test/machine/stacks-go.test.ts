import assert from 'node:assert/strict'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import { type App, itLives, writesNote } from './stack-life.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

/** Without net/http, which takes a busy machine minutes to compile. */
const SERVER = (word: string) => `package main

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
		note, err := os.ReadFile("data/note.txt")
		if err != nil {
			note = []byte("none")
		}
		page := "${word} " + os.Getenv("SHADE") + " " + string(note) + " by " + runtime.Version()
		connection.Write([]byte("HTTP/1.0 200 OK\\r\\ncontent-type: text/plain\\r\\n\\r\\n" + page))
		connection.Close()
	}
}
`
const MODULE = {
  'go.mod': 'module example.com/shop/v2\n\ngo 1.23.4\n',
  'cmd/tool/main.go': 'package main\n\nfunc main() {}\n',
}

/** Its Go knows its go.mod, which Debian's may not. */
const GO: App = {
  name: 'with two commands',
  files: (word) => ({ ...MODULE, 'main.go': SERVER(word) }),
  settings: { sharedDirectories: ['data'] },
  rest: /^ by go1\.27\.4$/,
  log: /^Go \(go\.mod\)[^]*Installing Go 1\.27\.4/,
  write: writesNote('data/note.txt'),
  failingBuild: [{ 'main.go': 'package main\n\nfunc main() { nothing() }\n' }, 'build-failed', /undefined: nothing/],
  failingStart: [{ 'main.go': 'package main\n\nfunc main() { panic("no fruit") }\n' }, /no fruit/],
}

describe('a Go project', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
  })
  after(() => fixture.close())

  itLives(GO, () => ({ fixture, machine }))

  describe('of a later version', () => {
    it('stays as it was, with all of its commands, when no such Go is to be had', async () => {
      assert.match(await machine.sh('ls /srv/testsite/current/bin'), /^shop\ntool\n$/)
      const { cloneUrl } = await fixture.repository('later', {
        'go.mod': 'module example.com/shop/v2\n\ngo 1.99.0\n',
        'main.go': SERVER('pears'),
      })
      const result = await runSetUp(machine, cloneUrl)
      assert.ok(!result.ok, JSON.stringify(result))
      assert.match(result.log, /This Go can't be had\. Versions that can: .*\b1\.27\.4\b/)
      assert.match((await visit(machine)).text, /^apples/)
    })
  })
})
