import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSiteStore } from '../../src/aws/site-store.ts'
import { openLocalTable } from '../../src/local/table.ts'
import { aSite } from '../support/a-site.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'

describe('openLocalTable', () => {
  let temporary: TemporaryDirectory
  const children: ChildProcess[] = []
  beforeEach(async () => {
    temporary = await makeTemporaryDirectory()
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    await temporary.remove()
  })
  const open = (directory = temporary.path) => openLocalTable({ directory })

  /** A process that has the table open, and has created the site 'plum'. */
  const openElsewhere = async () => {
    const program = join(import.meta.dirname, 'table', 'hold-table.ts')
    const child = spawn(process.execPath, ['--import=tsx', program, temporary.path], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    children.push(child)
    await once(child.stdout, 'data')
    return child
  }

  it('keeps sites until it is opened again', async () => {
    const first = await open()
    const site = await createSiteStore(first).create(aSite())
    await first.close()
    const second = await open()
    assert.deepEqual(await createSiteStore(second).load('plum'), site)
    await second.close()
  })

  it('keeps the sites of a process that was killed', async () => {
    const child = await openElsewhere()
    child.kill('SIGKILL')
    await once(child, 'exit')
    const table = await open()
    const { sites } = await createSiteStore(table).list({ by: 'owner', owner: 'U001' }, { limit: 10 })
    assert.deepEqual(sites, [aSite()])
    await table.close()
  })

  it('makes the table anew after a process that was killed while making it', async () => {
    await mkdir(join(temporary.path, 'table.unfinished'))
    await writeFile(join(temporary.path, 'table.unfinished', 'CURRENT'), 'half')
    const table = await open()
    assert.equal(await createSiteStore(table).load('plum'), undefined)
    await table.close()
  })

  it('says that another process is running', async () => {
    await openElsewhere()
    await assert.rejects(open(), { message: `pokopoko is already running on ${temporary.path}` })
  })

  it('says where it cannot write', async () => {
    const file = join(temporary.path, 'file')
    await writeFile(file, '')
    await assert.rejects(open(file), { message: `The table in ${file} cannot be written` })
  })

  it('says what is damaged', async () => {
    await mkdir(join(temporary.path, 'table'))
    await writeFile(join(temporary.path, 'table', 'CURRENT'), 'half')
    await assert.rejects(open(), { message: `The table in ${temporary.path} is damaged` })
  })

  it('is no table for web pages', async () => {
    const table = await open()
    const { port } = (await table.client.config.endpoint?.()) ?? assert.fail()
    const ask = (headers: Record<string, string>) => fetch(`http://127.0.0.1:${port}/`, { headers })
    assert.equal((await ask({})).status, 200)
    assert.equal((await ask({ origin: 'http://evil.example' })).status, 403)
    await table.close()
  })
})
