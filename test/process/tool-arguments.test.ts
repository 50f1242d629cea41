import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import * as z from 'zod'

const root = join(import.meta.dirname, '../..')
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))

/** The programs of ours that `npm run` starts, by themselves. What goes on to other programs is theirs to judge. */
const tools = Object.entries(scripts).flatMap(([name, script]): [name: string, path: string][] => {
  const [, path] = /(?:^| )tsx ((?:infra|tools|bench|test)\/\S+\.ts)$/.exec(script) ?? []
  return path === undefined || name === 'test:browser' ? [] : [[name, path]]
})

async function runTool(path: string, args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx/esm', path, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
  })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code: child.exitCode, stdout, stderr }
}

describe('an argument that a tool does not know', () => {
  it('is looked for in every tool', () => {
    const names = tools.map(([name]) => name)
    for (const name of ['manifest', 'deploy', 'destroy', 'build', 'test:chaos', 'bench:costs']) {
      assert.ok(names.includes(name), name)
    }
  })

  for (const [name, path] of tools) {
    it(`ends npm run ${name} with its usage, before anything is done`, async () => {
      const { code, stdout, stderr } = await runTool(path, ['--wrong'])
      assert.equal(code, 2, stderr)
      assert.match(stderr, /^[^\n]*--wrong[^\n]*\nUsage: [^\n]*npm run [^\n]*\n$/)
      assert.equal(stdout, '')
    })
  }

  it('may be a word too, or come with a value', async () => {
    for (const args of [['--uri', 'x'], ['x'], ['--url']]) {
      const { code, stderr } = await runTool('tools/manifest.ts', args)
      assert.equal(code, 2)
      assert.match(stderr, /^[^\n]*\nUsage: npm run --silent manifest -- --url https[^\n]*\n$/)
    }
  })
})
