import assert from 'node:assert/strict'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPhotographer, type TakenPicture } from '../../../src/local/embedded/photographer.ts'
import { findChromium } from '../../../src/local/find-chromium.ts'
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts'

/** In place of the program with a browser: its picture is the page, and `quit` in it is what it ends with. */
const CAMERA = `
import { existsSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs'
const [, , , url, look, directory] = process.argv
mkdirSync(directory + '/profile')
const page = await (await fetch(look, { headers: { host: new URL(url).host } })).text()
if (page.includes('hang')) setInterval(() => {}, 1000)
else if (page.includes('login')) process.exitCode = 3
else {
  const old = existsSync(directory + '/old.jpg') ? readFileSync(directory + '/old.jpg', 'utf8') : ''
  writeFileSync(directory + '/new.jpg', page)
  console.log(JSON.stringify({ changed: old === '' ? 1 : old === page ? 0 : 0.5 }))
}
`

describe('pictures of embedded machines', () => {
  let temporary: Awaited<ReturnType<typeof makeTemporaryDirectory>>
  let pictures: (TakenPicture & { name: string })[]
  let reports: unknown[]
  beforeEach(async () => {
    temporary = await makeTemporaryDirectory()
    ;[pictures, reports] = [[], []]
    for (const name of ['site', 'picture']) await mkdir(join(temporary.path, name))
    await writeFile(join(temporary.path, 'camera.mjs'), CAMERA)
  })
  afterEach(() => temporary.remove())

  const open = (command: readonly [string, ...string[]] = [process.execPath, join(temporary.path, 'camera.mjs')]) =>
    createPhotographer({
      browser: '/usr/bin/chromium',
      command,
      onPicture: async ({ name }, picture) => {
        if (picture.data.toString() === 'full') throw new Error('the disk is full')
        pictures.push({ ...picture, name })
      },
      report: (error) => reports.push(error),
    })
  const release = () => join(temporary.path, 'site')
  /** Takes one of each of these pages, one after another. */
  const taken = async (...pages: string[]) => {
    for (const [index, page] of pages.entries()) {
      const photographer = open()
      await writeFile(join(release(), 'index.html'), page)
      await takeAndWait(photographer, String(index))
    }
    return pictures.map(({ data, changed, commit }) => [data.toString(), changed, commit])
  }
  const takeAndWait = async (photographer: ReturnType<typeof open>, commit: string) => {
    const directory = join(temporary.path, 'picture')
    photographer.take({ site: { id: 'site-1', name: 'plum' }, commit, directory, root: release(), release: release() })
    await photographer.rest()
  }

  it('are of what visitors see, and kept to compare the next with', async () => {
    assert.deepEqual(await taken('one', 'one', 'two'), [
      ['one', 1, '0'],
      ['two', 0.5, '2'],
    ])
    assert.equal(pictures[0]?.name, 'plum')
    assert.equal(await readFile(join(temporary.path, 'picture/old.jpg'), 'utf8'), 'two')
    assert.deepEqual(await readdir(join(temporary.path, 'picture')), ['old.jpg'])
    assert.deepEqual(reports, [])
  })

  it('are not taken of a page with a login', async () => {
    assert.deepEqual(await taken('login'), [])
    assert.deepEqual(reports, [])
  })

  it('are not taken without the program, or once the machine is gone', async () => {
    await takeAndWait(open(['/no/such/python3']), 'a')
    assert.deepEqual([pictures, reports], [[], []])
  })

  it('that cannot be kept are reported', async () => {
    assert.deepEqual(await taken('full'), [])
    assert.match(String(reports[0]), /the disk is full/)
  })

  it('end with the process', async () => {
    await writeFile(join(release(), 'index.html'), 'hang')
    const photographer = open()
    const waiting = takeAndWait(photographer, 'a')
    await photographer.close()
    await waiting
    assert.deepEqual([pictures, reports], [[], []])
  })
})

describe('the browser of this computer', () => {
  it('is the one that is named, or on the PATH, or none', async () => {
    const temporary = await makeTemporaryDirectory()
    assert.equal(await findChromium({ PATH: temporary.path }), undefined)
    const path = join(temporary.path, 'chromium')
    await writeFile(path, '')
    assert.equal(await findChromium({ PATH: `/no/such:${temporary.path}` }), undefined)
    await chmod(path, 0o755)
    assert.equal(await findChromium({ PATH: `/no/such:${temporary.path}` }), path)
    assert.equal(await findChromium({ PATH: temporary.path, CHROMIUM: '/opt/chrome' }), '/opt/chrome')
    await temporary.remove()
  })
})
