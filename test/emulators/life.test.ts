import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { phaseOf } from '../../src/site/phase.ts'
import { openStack, type Stack } from './support/stack.ts'

describe('a site on AWS, from the form to the purge, by the functions as they are built', function () {
  // One story: what comes later needs what came before. It runs in real time.
  this.bail(true)
  this.timeout(180_000)
  let stack: Stack
  let directory: string
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pokopoko-life-'))
    stack = await openStack(directory)
  })
  after(async () => {
    await stack.close()
    await rm(directory, { recursive: true })
  })

  it('is asked for with a form, and gets a machine that is set up', async () => {
    const { ben } = stack
    await ben.testsite()
    await ben.fills({ name: 'plum', repository: 'orchard/website' })
    await ben.submits()
    const site = await stack.until('plum is ready', (plum) => phaseOf(plum) === 'ready')
    assert.ok(site.status.instance)
  })
})
