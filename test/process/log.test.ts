import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { runQuery } from '../support/insights.ts'
import { killLeftovers, type LocalProcess, startMain } from '../support/local-process.ts'
import { type LogLine, readLine } from '../support/log-reader.ts'
import { operatingPage, queriesIn } from '../support/operating-page.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/pokopoko.mjs', import.meta.url))

describe('the log of npm start', () => {
  let directory: TemporaryDirectory
  beforeEach(async () => {
    directory = await makeTemporaryDirectory()
  })
  afterEach(killLeftovers)
  afterEach(() => directory.remove())

  const pokopoko = (...args: string[]) =>
    promisify(execFile)(process.execPath, [PROGRAM, ...args, '--data-dir', directory.path])

  const order = ['--repository', 'acme/website', '--owner', 'U0NADIA', '--channel', 'C0SPRING']
  const create = (name: string, documentRoot: string) =>
    pokopoko('create', name, ...order, '--document-root', documentRoot)

  it('is lines of JSON with --json, which answer the questions of docs/operating.md', async () => {
    const main = await startMain(directory.path, ['--json'])
    await create('plum', 'public')
    await create('fig', 'nowhere')
    await until(main, (lines) => isIn('ready', 'plum', lines) && isIn('failed', 'fig', lines))
    await pokopoko('sleep', 'plum')
    await until(main, (lines) => isIn('asleep', 'plum', lines))
    await pokopoko('sweep', '--dry-run')
    assert.equal(await main.end('SIGTERM'), 0)

    const lines = linesOf(main)
    assert.equal(lines[0]?.message, 'pokopoko is up')
    const failure = lines.find(({ site, outcome }) => site === 'fig' && outcome === 'failed')
    assert.deepEqual(
      [failure?.level, failure?.['step'], failure?.['reason']],
      ['WARN', 'set-up', 'document-root-missing'],
    )
    const found = queriesIn(await readFile(operatingPage, 'utf8')).filter((query) => {
      const [row] = runQuery(query, lines)
      for (const [column, value] of Object.entries(row ?? {})) assert.ok(value !== undefined, `${column} of ${query}`)
      return row !== undefined
    })
    // Nothing is broken here, and nobody throttles: those two are asked of a life in test/control/life-log.test.ts.
    assert.ok(found.length >= 5)
  })

  it('is a few short lines for people', async () => {
    const main = await startMain(directory.path)
    await create('plum', 'public')
    while (!main.output().includes('→ ready')) await once(main.child.stdout ?? assert.fail(), 'data')
    assert.equal(await main.end('SIGTERM'), 0)
    const [, events = ''] = main.output().split('Ctrl-C stops everything.')
    const lines = events.trim().split('\n')
    assert.ok(lines.length < 12, events)
    assert.match(lines.at(-1) ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}plum {2}\w+ → ready {2}\(\d+ m?s\)$/)
  })
})

function linesOf(main: LocalProcess): LogLine[] {
  // The last may not be whole yet.
  return main.output().split('\n').slice(0, -1).filter(Boolean).map(readLine)
}

async function until(main: LocalProcess, isSo: (lines: LogLine[]) => boolean): Promise<void> {
  while (!isSo(linesOf(main))) await once(main.child.stdout ?? assert.fail(), 'data')
}

function isIn(phase: string, name: string, lines: LogLine[]): boolean {
  return lines.some((line) => line['site'] === name && line['phase'] === phase)
}
