import assert from 'node:assert/strict'
import { readJobResult } from '../../../src/control/reports/job-result.ts'
import type { CommandState } from '../../../src/control/jobs.ts'

const deploy = { commit: '3f2a1c9d'.repeat(5), subject: 'Ripen "it"', author: 'Aki', at: 1_772_443_800_000 }
const stack = { label: 'Next.js 15 · Node 22', file: 'package.json' }
const failure = { ok: false, reason: 'branch-missing', message: 'No such branch.', permanent: true, log: 'fatal' }

describe('readJobResult', () => {
  const cases: [why: string, output: string, result: CommandState | undefined][] = [
    ['success', '{"ok":true,"changed":[],"seconds":{}}\n', { state: 'succeeded' }],
    [
      'a deploy, after other lines',
      `Installing git …\n${JSON.stringify({ ok: true, deploy })}`,
      { state: 'succeeded', deploy },
    ],
    [
      'a deploy with its stack',
      JSON.stringify({ ok: true, deploy: { ...deploy, stack: { ...stack, unbuilt: true } } }),
      { state: 'succeeded', deploy: { ...deploy, stack } },
    ],
    [
      'a failure',
      JSON.stringify(failure),
      { state: 'failed', reason: 'branch-missing', permanent: true, log: 'No such branch.\nfatal' },
    ],
    [
      'a failure without a log',
      JSON.stringify({ ...failure, log: '' }),
      { state: 'failed', reason: 'branch-missing', permanent: true, log: 'No such branch.' },
    ],
    [
      'what the environment lacks',
      JSON.stringify({ ...failure, reason: 'environment-missing', variables: ['A', 'B'] }),
      {
        state: 'failed',
        reason: 'environment-missing',
        permanent: true,
        variables: ['A', 'B'],
        log: 'No such branch.\nfatal',
      },
    ],
    ['nothing', '', undefined],
    ['a job that was cut off', 'Installing git …\n{"ok":tr', undefined],
    [
      'a commit that is not told in full',
      JSON.stringify({ ok: true, deploy: { ...deploy, commit: '3f2a1c9' } }),
      undefined,
    ],
    ['other JSON', '{"ok":"yes"}', undefined],
    ['a result that is not the last line', '{"ok":true}\nKilled', undefined],
  ]
  for (const [why, output, result] of cases) {
    it(`reads ${why}`, () => assert.deepEqual(readJobResult(output), result))
  }
})
