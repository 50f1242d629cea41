import assert from 'node:assert/strict'
import { createInstances } from '../../../src/local/containers/instances.ts'
import type { Engine } from '../../../src/local/containers/engine.ts'
import type { Ran } from '../../../src/local/run-command.ts'
import type { Images } from '../../../src/local/containers/images.ts'
import { RejectedError } from '../../../src/site/errors.ts'
import { openOfferedImages } from '../../../src/local/offered-images.ts'
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts'

const order = { site: { id: 'site-1', name: 'plum' }, token: 'site-1-1', launch: 1, image: 'base', size: 'small' }
const images: Images = {
  prepare: async () => {},
  nameOf: async (id) => id,
  create: () => assert.fail('no image is made'),
  describe: async () => undefined,
  remove: async () => {},
  list: async () => [],
  removeLeftOvers: async () => {},
  close: async () => {},
}

/** Launches on an engine whose `run` ends so, and which lists these containers after it. */
async function launchWith(run: Partial<Ran>, listed: string): Promise<unknown> {
  const engine: Engine = async ([verb]) => {
    const said = { code: 0, stdout: '', stderr: '' }
    if (verb === 'run') return { ...said, ...run }
    return verb === 'ps' ? { ...said, stdout: listed } : { ...said, code: 125 }
  }
  const { path, remove } = await makeTemporaryDirectory()
  const offered = await openOfferedImages(path)
  const deps = { engine, owner: 'me', images, offered, spent: path, hostDirectory: path, onChange: () => {} }
  try {
    return await createInstances(deps)
      .launch(order)
      .catch((error: unknown) => error)
  } finally {
    await remove()
  }
}

describe('a launch in a container', () => {
  it('that the engine refuses has launched nothing', async () => {
    const error = await launchWith({ code: 125, stderr: 'no space left on device' }, '')
    assert.ok(error instanceof RejectedError)
    assert.match(error.message, /no space left/)
  })

  it('that was ended by its time limit may still come up', async () => {
    const error = await launchWith({ code: undefined }, '')
    assert.ok(error instanceof Error && !(error instanceof RejectedError))
  })
})
