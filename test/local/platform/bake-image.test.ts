import assert from 'node:assert/strict'
import { openOfferedImages } from '../../../src/local/offered-images.ts'
import { createLocalBaker } from '../../../src/local/platform/bake-image.ts'
import { createFakePorts } from '../../support/fake-ports.ts'
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts'

describe('a bake at npm start', () => {
  it('goes on by a stage with each call, from the image of containers', async () => {
    const { ports, machines } = createFakePorts()
    const bakeImage = createLocalBaker({ ...ports, sizes: [{ id: 'this-computer' }] })
    const stages: string[] = []
    let progress = await bakeImage('Agency', { holder: 'me' })
    const [machine] = machines.machines()
    while (progress.state === 'under-way') {
      stages.push(progress.bake.stage)
      progress = await bakeImage('Agency', { holder: 'me', bake: progress.bake })
    }
    assert.deepEqual(stages, ['starting', 'installing', 'stopping', 'imaging'])
    assert.deepEqual([machine?.image, machine?.size, progress.state], ['container', 'this-computer', 'done'])
  })
})

describe('the images that are offered on a computer', () => {
  it('are the newest of each label, also after a restart, until they are removed', async () => {
    const { path, remove } = await makeTemporaryDirectory()
    const offered = await openOfferedImages(path)
    const image = (id: string, launch: number) => ({ id, siteId: 'image-1', launch, state: 'available' as const })
    const images = [image('new', 2), image('old', 1), image('other', 3), image('none', 4)]
    for (const [id, label] of [
      ['new', 'Agency'],
      ['old', 'Agency'],
      ['other', '制作会社'],
    ] as const)
      await offered.offer(id, label)
    const again = await openOfferedImages(path)
    assert.deepEqual(again.choices(images), [
      { id: 'new', label: 'Agency' },
      { id: 'other', label: '制作会社' },
    ])
    const removed: string[] = []
    const { removeImage, describeImage } = again.labelling({
      describe: (id) => images.find((one) => one.id === id),
      remove: async (id) => void removed.push(id),
    })
    assert.equal((await describeImage('new'))?.label, 'Agency')
    for (const id of ['new', 'none']) await removeImage(id)
    assert.deepEqual(removed, ['new', 'none'])
    assert.equal((await describeImage('new'))?.label, undefined)
    assert.deepEqual(again.choices(images)[0], { id: 'old', label: 'Agency' })
    assert.equal(again.labelled(image('new', 2)).id, 'new')
    await remove()
  })
})
