import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { runCommand } from '../../src/local/run-command.ts'

describe('runCommand', () => {
  it('gives input, and hands on lines of both outputs as they come', async () => {
    const lines: string[] = []
    const onLine = (line: string) => void lines.push(line)
    const script = 'cat; echo problem >&2; exit 3'
    const ran = await runCommand(['sh', '-c', script], { stdin: 'plums\npears\n', onLine })
    assert.deepEqual(ran, { code: 3, stdout: 'plums\npears\n', stderr: 'problem\n' })
    assert.deepEqual(lines.toSorted(), ['pears', 'plums', 'problem'])
    assert.equal((await runCommand(['cat'], { stdin: Readable.from(['ripe', ' plums']) })).stdout, 'ripe plums')
  })

  it('takes no input that the program does not read for a failure', async () => {
    assert.equal((await runCommand(['true'], { stdin: 'x'.repeat(1_000_000) })).code, 0)
  })

  it('ends the program, or its whole group, by a signal or a time limit', async () => {
    assert.equal((await runCommand(['sleep', '600'], { signal: AbortSignal.abort() })).code, undefined)
    assert.equal((await runCommand(['sleep', '600'], { timeoutMs: 1 })).code, undefined)
    const control = new AbortController()
    const onLine = () => control.abort()
    const ran = await runCommand(['sh', '-c', 'echo up; sleep 600 & sleep 600'], {
      signal: control.signal,
      onLine,
      group: true,
    })
    assert.equal(ran.code, undefined)
  })

  it('rejects when there is no such program', async () => {
    await assert.rejects(runCommand(['no-such-program-of-plums']), { code: 'ENOENT' })
  })
})
