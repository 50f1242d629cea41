import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { findGit, type GitProcess } from '../src/git.ts'
import { runService } from '../src/run-service.ts'
import { close, listen } from './listen.ts'
import { makeWorkTree } from './work-tree.ts'
import { makeTemporaryDirectory } from './temporary-directory.ts'

describe('runService', () => {
  it('ends git when the client hangs up in the middle of its request', async () => {
    const temporary = await makeTemporaryDirectory()
    await makeWorkTree(temporary.path)
    const git = await findGit()
    const started: { process: GitProcess; done: Promise<void> }[] = []
    const server = createServer((req, res) => {
      // Answers each line with `LINE missing`, until its input ends.
      const process = git.start(`${temporary.path}/.git`, ['cat-file', '--batch-check'])
      const rest = { contentType: 'text/plain', isGzipped: false, isFinishedAlone: true }
      started.push({ process, done: runService({ process, req, res, ...rest }) })
    })
    const client = request(`http://127.0.0.1:${await listen(server)}/`, { method: 'POST' })
    client.on('error', () => {})
    client.write('plum\n')
    await once(client, 'response')
    client.destroy()
    await started[0]?.done
    assert.equal((await started[0]?.process.ended)?.code, undefined)
    await close(server)
    await temporary.remove()
  })
})
