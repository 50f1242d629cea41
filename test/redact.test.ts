import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { hideSecrets, redact, redactions } from '../src/redact.ts'

/** Of sed, as JavaScript would write it: pattern, replacement, flags. */
function ruleOf(line: string): string[] {
  const [, pattern = '', replacement = '', flags = ''] = line.split(/(?<!\\)\//)
  const source = pattern.replaceAll('[^]', String.raw`[^\]`).replaceAll('[:space:]', String.raw`\s`)
  return [source.replaceAll('\\/', '/'), replacement.replaceAll('\\1', '$1'), flags.toLowerCase()]
}

describe('redact', () => {
  it('has the rules that machines have', () => {
    const lines = readFileSync(new URL('../instance/lib/redact.sed', import.meta.url), 'utf8').split('\n')
    assert.deepEqual(
      redactions.map(([{ source, flags }, replacement]) => [source.replaceAll('\\/', '/'), replacement, flags]),
      lines.filter((line) => line.startsWith('s/')).map(ruleOf),
    )
  })

  it('takes out what looks like a secret, and leaves the words around it', () => {
    for (const [text, shown] of [
      ['clone https://x-token:abc@code.test/a.git', 'clone https://***@code.test/a.git'],
      ['ghp_0123456789abcdef of xoxb-123456789-x', 'ghp_*** of xoxb-***'],
      ['Authorization: Bearer abc.def.ghi', 'Authorization: Bearer ***'],
      ['{"password":"hunter2","user":"ken"}', '{"password":"***","user":"ken"}'],
      ['API_KEY=abc&next=1', 'API_KEY=***&next=1'],
      ['\u001b[31mred\u0007', 'red'],
      ['The token is missing', 'The token is missing'],
    ] as const) {
      assert.equal(redact(text), shown)
    }
  })

  it('takes out secrets that were loaded, whatever they look like, and those of the caller', () => {
    hideSecrets(['a plain word', undefined, ''])
    assert.equal(redact('It says a plain word and fig', ['fig']), 'It says *** and ***')
  })
})
