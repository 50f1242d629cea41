import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { request } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { killLeftovers, startMain } from '../support/local-process.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/pokopoko.mjs', import.meta.url))
const OWNER = 'U0NADIA'

describe('npm start, and a site whose password somebody guesses', () => {
  let directory: TemporaryDirectory
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
  })
  afterEach(killLeftovers)
  afterEach(() => directory.remove())

  it('tells its owner', async () => {
    const data = join(directory.path, 'data')
    const main = await startMain(data, ['--machines', 'embedded'])
    const told = async () => (await main.screen(OWNER)).messages.map(({ text }) => text).join('\n')
    const site = ['fig', '--repository', 'acme/website', '--owner', OWNER, '--channel', 'C0SPRING']
    await promisify(execFile)(process.execPath, [PROGRAM, 'create', ...site, '--data-dir', data])
    await untilSeen(main.url, /\*fig\* is ready/)
    for (let count = 0; count < 100; count++) {
      assert.equal(await guess(main.sitesPort, `guess-${count}`), 401)
      if (count === 98) assert.doesNotMatch(await told(), /guessing/)
    }
    await untilSeen(main.url, /<@U0NADIA>: somebody may be guessing the password of \*fig\*/)
    assert.equal(await main.end('SIGTERM'), 0)
  })
})

function guess(port: number, password: string): Promise<number | undefined> {
  const headers = { host: `fig.localhost:${port}`, authorization: `Basic ${btoa(`guest:${password}`)}` }
  return new Promise((resolve, reject) => {
    request({ port, headers }, (res) => {
      res.resume()
      resolve(res.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

/** Reads what the owner's page is told, from now on. */
async function untilSeen(url: string, text: RegExp): Promise<void> {
  const { body } = await fetch(`${url}/events?as=${OWNER}`)
  let seen = ''
  for await (const chunk of body ?? []) {
    seen += Buffer.from(chunk).toString('utf8')
    if (text.test(seen)) return
  }
  assert.fail('the stream has ended')
}
