import assert from 'node:assert/strict'
import { redactedTail } from '../../../src/local/embedded/job-failure.ts'

describe('redact', () => {
  it('takes out secrets, all of them and wherever they stand', () => {
    assert.equal(redactedTail('a key, a key and a hash', ['key', 'hash', undefined, '']), 'a ***, a *** and a ***')
  })

  it('takes credentials out of addresses', () => {
    const log = "fatal: unable to access 'https://x-token:abc@code.test/a.git/': http://b@code.test"
    assert.equal(redactedTail(log, []), "fatal: unable to access 'https://***@code.test/a.git/': http://***@code.test")
  })

  it('keeps the last lines, without empty ones and control characters', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `line ${i}`)
    assert.equal(redactedTail(`${lines.join('\n')}\n\n`, []), lines.slice(-20).join('\n'))
    assert.equal(redactedTail('10%\r20%\rdone \u001b[31mred', []), '10%\n20%\ndone red')
    assert.equal(redactedTail('x'.repeat(400), []).length, 300)
  })
})
