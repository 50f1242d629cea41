import { createSsmShell } from '../../../src/aws/shell.ts'
import type { SetUpJob } from '../../../src/control/jobs.ts'
import { createFakeS3, BUCKET } from '../../support/aws/fake-s3.ts'
import { createFakeSsm, DOCUMENT, type SsmDurations, type FakeSsmDeps } from '../../support/aws/fake-ssm.ts'
import { makeEc2Bench } from '../ec2/bench.ts'

export const setUp: SetUpJob = {
  kind: 'set-up',
  site: { id: 'site-1', name: 'plum', url: 'https://plum.test.example.com' },
  cloneUrl: 'git@github.test:orchard/plum.git',
  repository: 'orchard/plum',
  branch: 'main',
  documentRoot: 'public',
  access: { user: 'guest', passwordHash: 'hash-of-the-password' },
  webhookSecret: 'secret-of-the-hook',
  deployKey: 'private-half-of-the-key',
  members: [],
}
export const MISSING_BRANCH = 'nowhere'
/** What the first set-up finds. */
export const FIRST_COMMIT = 'c0ffee'.padEnd(40, '0')
const deploy = { commit: FIRST_COMMIT, subject: 'Ripen', author: 'Plum', at: 1 }

/** What `instance/bin/logs` puts into the bucket. */
const LOG_RESULT = JSON.stringify({
  ok: true,
  logs: { name: 'web', names: 'deploy, web', text: 'listening\n', hasMore: false, place: '7:10' },
})

const INSTANTLY: SsmDurations = { agentMs: 0, silenceMs: 0, jobMs: 0, listLagMs: 0 }

/** What `instance/bin/*` would print on one machine. */
export function createResults() {
  let head = deploy.commit
  let isSetUp = false
  return {
    /** The branch has another commit from now on. */
    push: async () => (head = 'decade'.padEnd(40, '0')),
    resultOf: (_entry: string, document: string): ReturnType<FakeSsmDeps['run']> => {
      if (document.includes(`"branch":"${MISSING_BRANCH}"`)) return failure('branch-missing')
      if (document.includes('"kind":"last-use"')) return { output: '{"ok":true,"usedAt":1000}\n', ok: true }
      if (document.includes('"kind":"logs"')) return { output: '{"ok":true}\n', ok: true, uploaded: LOG_RESULT }
      const isDeploy = document.includes('"kind":"deploy"')
      if (isDeploy && !isSetUp) return failure('invalid-input')
      isSetUp ||= document.includes('"kind":"set-up"')
      const hasDeployed = isDeploy || document.includes('"kind":"set-up"')
      const result = hasDeployed ? { ok: true, deploy: { ...deploy, commit: head } } : { ok: true }
      return { output: `${JSON.stringify(result)}\n`, ok: true }
    },
  }
}

function failure(reason: string) {
  return {
    output: JSON.stringify({ ok: false, reason, message: 'It cannot be.', permanent: true, log: '' }),
    ok: false,
  }
}

/** Port and machines on fakes of EC2, SSM and S3. */
export function makeShellBench(
  durations: Partial<SsmDurations> = {},
  ec2Durations?: Parameters<typeof makeEc2Bench>[0],
  run?: FakeSsmDeps['run'],
) {
  const { push, resultOf } = createResults()
  const bench = makeEc2Bench(ec2Durations)
  const { clock, ec2 } = bench
  const s3 = createFakeS3(clock)
  const ssm = createFakeSsm({ clock, ec2, s3, durations: { ...INSTANTLY, ...durations }, run: run ?? resultOf })
  let packed = 0
  const settings = {
    ssm: ssm.client,
    s3: s3.client,
    clock,
    bucket: BUCKET,
    documentName: DOCUMENT,
    instanceBundle: async () => {
      packed += 1
      return Buffer.from('what runs on machines')
    },
  }
  return {
    ...bench,
    s3,
    ssm,
    settings,
    shell: createSsmShell(settings),
    setUp,
    missingBranch: MISSING_BRANCH,
    push,
    timesPacked: () => packed,
    close: async () => {
      await bench.close()
      s3.client.destroy()
      ssm.client.destroy()
    },
  }
}
