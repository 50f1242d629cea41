import assert from 'node:assert/strict'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { close, listen } from '../../../src/local/listen.ts'
import { rejectsForNow } from '../../support/rejects.ts'
import { type Bench, makeBench, type OpenBench } from './harness.ts'

const IMAGE_SOURCE = { siteId: 'site-1', siteName: 'plum', launch: 1 }

describe('embedded machines', () => {
  let bench: Bench
  let open: OpenBench
  beforeEach(async () => {
    bench = await makeBench()
    open = await bench.open()
  })
  afterEach(() => bench.clean())

  const machinePath = (id: string, ...parts: string[]) => join(bench.directory, 'machines', id, ...parts)
  const addressOf = async (id: string) => (await open.instances.describe(id))?.address
  const restart = async (between: () => Promise<unknown> = async () => undefined) => {
    await open.close()
    await between()
    open = await bench.open()
  }
  /** Puts another state on record, as a process that was killed then would have left it. */
  const leaveIn = async (id: string, state: string) => {
    const file = machinePath(id, 'machine.json')
    await writeFile(file, (await readFile(file, 'utf8')).replace(/"state": "\w+"/, `"state": "${state}"`))
  }
  const archive = async (id: string) => {
    await open.instances.stop(id)
    await open.until(id, 'stopped')
    const image = await open.instances.createImage({ ...IMAGE_SOURCE, id })
    await open.news.until(async () => (await open.instances.describeImage(image.id))?.state !== 'pending')
    return image.id
  }

  it('say when something has changed', async () => {
    const { id } = await open.instances.launch({
      site: { id: 's', name: 'plum' },
      token: 't',
      launch: 1,
      image: 'embedded',
      size: 'small',
    })
    await open.until(id, 'running')
    await open.run(id, open.setUp)
    await open.instances.stop(id)
    await open.until(id, 'stopped')
    await open.instances.terminate(id)
    await open.news.until(async () => (await open.instances.describe(id)) === undefined)
    assert.deepEqual(open.changes, ['plum', 'plum', 'plum', 'plum'])
  })

  it('keep files that only their owner reads, since there are secrets in them', async () => {
    const id = await open.site()
    for (const part of ['machine.json', 'disk/site.json'])
      assert.equal((await stat(machinePath(id, part))).mode & 0o077, 0)
  })

  it('refuse connections when stopped, and show the same page when started again', async () => {
    const id = await open.site()
    const url = await open.url(id, '/_pokopoko/health')
    await open.instances.stop(id)
    await open.until(id, 'stopped')
    await assert.rejects(fetch(url))
    await open.instances.start(id)
    await open.until(id, 'running')
    assert.equal((await open.get(id)).status, 200)
  })

  it('do the last of orders that come close together', async () => {
    const id = await open.site()
    await Promise.all([open.instances.stop(id), open.instances.start(id)])
    await open.until(id, 'running')
    assert.equal((await open.get(id)).status, 200)
    await Promise.all([open.instances.stop(id), open.instances.start(id), open.instances.stop(id)])
    await open.until(id, 'stopped')
    await Promise.all([open.instances.start(id), open.instances.terminate(id), open.instances.start(id)])
    await open.news.until(async () => (await open.instances.describe(id)) === undefined)
    assert.deepEqual(await readdir(join(bench.directory, 'machines')), [])
  })

  it('are stopped, with the cause reported, when they cannot start', async () => {
    const id = await archive(await open.site()).then((image) => open.launch(2, image))
    await open.instances.stop(id)
    await open.until(id, 'stopped')
    await writeFile(machinePath(id, 'disk', 'site.json'), 'broken')
    await open.instances.start(id)
    await open.until(id, 'stopped')
    await open.news.until(() => open.faults.length === 1)
    assert.match(String(open.faults[0]), /site\.json cannot be understood/)
  })

  describe('over restarts', () => {
    it('serve on the same port, and know their tokens', async () => {
      const id = await open.site()
      const address = await addressOf(id)
      await restart()
      assert.equal(await addressOf(id), address)
      assert.equal((await open.get(id)).status, 200)
      assert.equal(await open.launch(), id)
      assert.equal((await open.push(id, { ref: 'refs/heads/main' })).status, 202)
    })

    it('serve on another port when theirs is taken, and say so', async () => {
      const id = await open.site()
      const port = Number((await addressOf(id))?.split(':')[1])
      const squatter = createServer()
      await restart(() => listen(squatter, port))
      assert.notEqual(await addressOf(id), `127.0.0.1:${port}`)
      assert.equal((await open.get(id)).status, 200)
      assert.deepEqual(open.changes, ['plum'])
      await close(squatter)
    })

    it('finish what was begun', async () => {
      const id = await open.site()
      await restart(() => leaveIn(id, 'pending'))
      await open.until(id, 'running')
      assert.equal((await open.get(id)).status, 200)
      await restart(() => leaveIn(id, 'stopping'))
      await open.until(id, 'stopped')
      await restart(() => leaveIn(id, 'terminating'))
      await open.news.until(async () => (await open.instances.describe(id)) === undefined)
      assert.deepEqual(await readdir(join(bench.directory, 'machines')), [])
    })

    it('stay stopped', async () => {
      const id = await open.site()
      await open.instances.stop(id)
      await open.until(id, 'stopped')
      await restart()
      assert.equal((await open.instances.describe(id))?.state, 'stopped')
    })

    it('know nothing of a job that was under way', async () => {
      const id = await open.launch()
      const commandId = await open.shell.start(id, open.setUp)
      await restart()
      assert.equal(await open.shell.result(id, commandId), undefined)
      assert.equal((await open.run(id, open.setUp))?.state, 'succeeded')
    })

    it('are not there when killed before they were on record, or at the last moment of theirs', async () => {
      const id = await open.site()
      await restart(() => rm(machinePath(id, 'machine.json')))
      assert.deepEqual((await open.instances.list()).machines, [])
      assert.deepEqual(await readdir(join(bench.directory, 'machines')), [])
    })
  })

  describe('images', () => {
    it('bring a site back, and fetch only what is new', async () => {
      const first = await open.site()
      const image = await archive(first)
      await open.instances.terminate(first)
      await open.news.until(async () => (await open.instances.describe(first)) === undefined)
      const id = await open.launch(2, image)
      assert.equal(await (await open.get(id)).text(), '<h1>First</h1>')
      await bench.repository.commit({ 'public/index.html': 'Second' })
      await open.run(id, open.setUp)
      assert.equal(await (await open.get(id)).text(), 'Second')
      await open.instances.removeImage(image)
      assert.deepEqual(await readdir(join(bench.directory, 'images')), [])
    })

    it('stay over restarts', async () => {
      const image = await archive(await open.site())
      await restart()
      assert.equal((await open.instances.describeImage(image))?.state, 'available')
      assert.equal((await open.instances.list()).images.length, 1)
    })

    it('are finished when a restart finds them half-made', async () => {
      const image = await archive(await open.site())
      const whole = join(bench.directory, 'images', image)
      await restart(async () => {
        await rm(join(whole, 'disk', 'site.json'))
        await rename(whole, `${whole}.making`)
      })
      await open.news.until(async () => (await open.instances.describeImage(image))?.state === 'available')
      assert.equal((await open.get(await open.launch(2, image))).status, 200)
    })

    it('are gone when a restart finds them half-removed, and can be made again', async () => {
      const id = await open.site()
      const image = await archive(id)
      const whole = join(bench.directory, 'images', image)
      await restart(async () => {
        await rm(join(whole, 'disk', 'site.json'))
        await rename(whole, `${whole}.removed`)
      })
      assert.equal(await open.instances.describeImage(image), undefined)
      assert.deepEqual(await readdir(join(bench.directory, 'images')), [])
      assert.equal(await archive(id), image)
    })

    it('can be made again when killed before they were on record', async () => {
      const id = await open.site()
      const image = await archive(id)
      await restart(() => rm(join(bench.directory, 'images', image, 'image.json')))
      assert.equal(await open.instances.describeImage(image), undefined)
      await archive(id)
      assert.equal((await open.instances.describeImage(image))?.state, 'available')
    })

    it('are removed when half-made and without a machine', async () => {
      const id = await open.site()
      const image = await archive(id)
      const whole = join(bench.directory, 'images', image)
      await restart(async () => {
        await rm(machinePath(id), { recursive: true })
        await rename(whole, `${whole}.making`)
      })
      assert.equal(await open.instances.describeImage(image), undefined)
      assert.deepEqual(await readdir(join(bench.directory, 'images')), [])
    })

    it('are whole when their machine is terminated at once', async () => {
      const id = await open.site()
      await open.instances.stop(id)
      await open.until(id, 'stopped')
      const image = await open.instances.createImage({ ...IMAGE_SOURCE, id })
      await rejectsForNow(
        open.instances.launch({
          site: { id: 's', name: 'plum' },
          token: 't',
          launch: 2,
          image: image.id,
          size: 'small',
        }),
      )
      await open.instances.terminate(id)
      await open.news.until(async () => (await open.instances.describeImage(image.id))?.state === 'available')
      assert.equal((await open.get(await open.launch(2, image.id))).status, 200)
    })
  })

  it('refuse to guess at records that they cannot read', async () => {
    const id = await open.site()
    await open.close()
    await writeFile(machinePath(id, 'machine.json'), '{}')
    await assert.rejects(bench.open(), /machine\.json cannot be understood/)
  })
})
