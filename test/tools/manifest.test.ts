import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { manifestFor } from '../../tools/manifest-for.ts'

const ADDRESS = 'https://abc123.lambda-url.eu-central-1.on.aws/'

describe('the manifest for a deployment', () => {
  let manifest: string
  before(async () => {
    manifest = await readFile(new URL('../../manifest.yml', import.meta.url), 'utf8')
  })

  it('has its address wherever Slack calls, and its domain, and is the same otherwise', () => {
    const made = manifestFor(manifest, { address: ADDRESS, domain: 'sites.orchard.jp' })
    assert.ok(!made.includes('example.com'))
    assert.match(made, /unfurl_domains:\n\s+- sites\.orchard\.jp\n/)
    const before: unknown = parse(
      manifest
        .replaceAll('https://example.com/slack/events', ADDRESS)
        .replaceAll('test.example.com', 'sites.orchard.jp'),
    )
    assert.deepEqual(parse(made), before)
  })

  it('is refused for what is no https address', () => {
    for (const address of ['', 'abc', 'http://abc.example/', `${ADDRESS}'\nx: y`]) {
      assert.throws(() => manifestFor(manifest, { address, domain: 'a.example' }), /Give the address/)
    }
  })

  it('is refused for what is no domain', () => {
    for (const domain of ['', '.example.com', 'https://example.com', 'a.example\n- b', '*.example.com']) {
      assert.throws(() => manifestFor(manifest, { address: ADDRESS, domain }), /Give the domain/)
    }
  })
})
