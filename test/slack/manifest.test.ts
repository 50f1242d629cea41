import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { readManifest } from '@pokopoko/slack-emulator/testing'
import { callbackIds } from '../../views/action-ids.ts'
import { commandNames } from '../../src/site/commands.ts'

const text = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')
const manifest: unknown = parse(text)

describe('manifest.yml', () => {
  it('names the shortcut as the views do', () => {
    assert.deepEqual(readManifest(manifest).shortcuts, [
      { name: 'Create test site', callbackId: callbackIds.createShortcut },
    ])
  })

  it('hints at every command', () => {
    const [command] = readManifest(manifest).commands
    assert.equal(command?.command, '/testsite')
    assert.deepEqual(command.usageHint?.match(/[\w-]+/g), [...commandNames])
    assert.ok(command.escapes, 'a mention must come as an id')
  })

  it('leaves no request without an address', () => {
    const text = JSON.stringify(manifest)
    const addresses = text.match(
      /"(?:url|request_url|message_menu_options_url)":"https:\/\/example\.com\/slack\/events"/g,
    )
    assert.equal(addresses?.length, 4)
    assert.ok(readManifest(manifest).loadsOptions)
    assert.ok(readManifest(manifest).hasHome)
  })
})
