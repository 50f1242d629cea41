import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { hideSecrets, redact, redactions } from '../src/redact.ts'

/** Of sed, as JavaScript would write it: pattern, replacement, flags. */
function ruleOf(line: string): string[] {
  const [, pattern = '', replacement = '', flags = ''] = line.split(/(?<!\\)\//)
  const source = pattern.replaceAll('[^]', String.raw`[^\]`).replaceAll('[[:space:]]', String.raw`\s`)
  // sed reads a line at a time.
  const isOfLines = pattern.startsWith('^') ? 'm' : ''
  return [
    source.replaceAll('[:space:]', String.raw`\s`).replaceAll('\\/', '/'),
    replacement.replaceAll('\\1', '$1'),
    `${flags.toLowerCase()}${isOfLines}`,
  ]
}

const KEY_LINE = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj'

/** What a program may print, and what people see of it. */
const cases: readonly (readonly [string, string])[] = [
  ['clone https://x-token:abc@code.test/a.git', 'clone https://***@code.test/a.git'],
  ['ghp_0123456789abcdef of xoxb-123456789-x', 'ghp_*** of xoxb-***'],
  ['Authorization: Bearer abc.def.ghi', 'Authorization: Bearer ***'],
  ['authorization: token 0123abcd', 'authorization: token ***'],
  ['{"authorization":"Basic dTpw"}', '{"authorization":"Basic ***"}'],
  ['{"password":"hunter2","user":"ken"}', '{"password":"***","user":"ken"}'],
  ["password: 'two words', user: 'ken'", "password: '***', user: 'ken'"],
  ['DB_PASS=hunter2 APP_KEY="base64:a b" PORT=80', 'DB_PASS=*** APP_KEY="***" PORT=80'],
  ['STRIPE_SECRET_KEY=sk_live_0123456789ab', 'STRIPE_SECRET_KEY=***'],
  ['API_KEY=abc&next=1', 'API_KEY=***&next=1'],
  ['cookie: __Host-testsite=0123456789abcdef0123; a=b', 'cookie: __Host-testsite=***; a=b'],
  ['npm_0123456789abcdef glpat-0123456789abcdef', 'npm_*** glpat-***'],
  ['github_pat_0123456789_abcdef gho_0123456789', 'github_pat_*** gho_***'],
  ['AKIA0123456789ABCDEF', 'AKIA***'],
  ['AWS_SECRET_ACCESS_KEY = wJalrXUtnFEMI/K7MDENG', 'AWS_SECRET_ACCESS_KEY = ***'],
  ['sent eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J', 'sent ***'],
  ['https://hooks.slack.com/services/T0/B0/abcdef', 'https://hooks.slack.com/services/***'],
  [`-----BEGIN RSA PRIVATE KEY-----\n${KEY_LINE}\n${KEY_LINE}`, '-----BEGIN RSA PRIVATE KEY-----\n***\n***'],
  [`"-----BEGIN PRIVATE KEY-----\\n${KEY_LINE}"`, '"-----BEGIN PRIVATE KEY-----***'],
  ['\u001b[31mred\u0007', 'red'],
  ['The token is missing', 'The token is missing'],
  ['a task-force passes: 12 tests', 'a task-force passes: 12 tests'],
  ['npm_config_cache and passenger: qwerty', 'npm_config_cache and passenger: qwerty'],
]

describe('redact', () => {
  it('has the rules that machines have', () => {
    const lines = readFileSync(new URL('../instance/lib/redact.sed', import.meta.url), 'utf8').split('\n')
    assert.deepEqual(
      redactions.map(([{ source, flags }, replacement]) => [source.replaceAll('\\/', '/'), replacement, flags]),
      lines.filter((line) => line.startsWith('s/')).map(ruleOf),
    )
  })

  it('takes out what looks like a secret, and leaves the words around it', () => {
    for (const [text, shown] of cases) assert.equal(redact(text), shown)
  })

  it('takes no longer for what is made to take long', () => {
    for (const part of [
      '\n',
      'password',
      'token_',
      '://',
      'eyJa.',
      'A',
      '\\u001b[0',
      'secret=',
      'authorization:token ',
      '-----BEGIN ',
    ])
      redact(part.repeat(200_000 / part.length))
  })

  it('takes out secrets that were loaded, whatever they look like, and those of the caller', () => {
    hideSecrets(['a plain word', undefined, ''])
    assert.equal(redact('It says a plain word and fig', ['fig']), 'It says *** and ***')
  })
})
