import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { knownReason } from '../src/site/failure-reasons.ts'
import { knownPageProblem } from '../src/site/machine-facts.ts'
import { aDocument } from '../test/machine/documents.ts'
import { makeMachineFixture } from '../test/machine/machine-fixture.ts'
import type { JobResult, TestMachine } from '../test/machine/test-machine.ts'
import { siteTexts as texts } from '../views/text/en/site.ts'

// Sets a new machine up for each repository, and prints what came of it: `bash tools/test-machine.sh try [KIND=]REPOSITORY…`, where
// REPOSITORY is an address or a directory that git can clone, and KIND is for the table. LOGS names a directory for the machines' logs
// and start pages; nothing else is kept.

interface Try {
  result: JobResult
  seconds: number
}

const repositories = process.argv.slice(2).map((word) => {
  const [, kind = '', repository = ''] = /^(?:([^/=]*)=)?(.*)$/.exec(word) ?? []
  return { kind, repository, name: nameOf(repository) }
})
if (repositories.length === 0) throw new Error('Name the repositories: addresses, or directories.')

let tried = 0
const fixture = await makeMachineFixture()
try {
  console.log(
    '| repository | kind | stack found | first try | seconds | what the card says |\n|---|---|---|---|---|---|',
  )
  for (const { kind, repository, name } of repositories) console.log(rowOf(name, kind, await tryOut(repository, name)))
} finally {
  await fixture.close()
}

async function tryOut(repository: string, name: string): Promise<Try> {
  const { git, cloneUrl, commit } = await fixture.repository(`r${++tried}`)
  const branch = branchOf(repository)
  await git('fetch', '--quiet', '--depth=1', repository, `${branch}:tried`)
  // As one commit of then: a shallow history can't be pushed.
  await git('read-tree', '-u', '--reset', 'tried')
  await commit({}, 'Try', await git('log', '-1', '--format=%cI', 'tried'))
  await git('push', '--quiet', 'origin', 'HEAD:main')
  const machine = await fixture.machine(undefined, ['--memory', '2g'])
  await fixture.connect(machine)
  const began = performance.now()
  const { result } = await machine.job('set-up', await aDocument(cloneUrl, { documentRoot: '' }))
  const seconds = Math.round((performance.now() - began) / 1000)
  if (process.env['LOGS'] !== undefined) await keepLogs(join(process.env['LOGS'], name), machine, result)
  await machine.remove()
  return { result, seconds }
}

async function keepLogs(directory: string, machine: TestMachine, result: JobResult): Promise<void> {
  const page = 'curl -sL -m 30 -H "Host: plum.test.example.com" -H "X-Forwarded-Proto: https" http://127.0.0.1:8099/'
  await mkdir(directory, { recursive: true })
  await writeFile(join(directory, 'result.json'), JSON.stringify(result, undefined, 2))
  await writeFile(join(directory, 'log'), await machine.sh('tail -v -n +1 /var/log/testsite/*.log || true'))
  await writeFile(join(directory, 'page'), await machine.sh(`${page} || true`))
}

function branchOf(repository: string): string {
  const [head] = execFileSync('git', ['ls-remote', '--symref', repository, 'HEAD'], { encoding: 'utf8' }).split('\n')
  return /refs\/heads\/(\S+)/.exec(head ?? '')?.[1] ?? 'HEAD'
}

/** The last part of its address that isn't only git's. */
function nameOf(repository: string): string {
  const name = basename(repository, '.git')
  return ['', '.git', 'repo'].includes(name) ? nameOf(dirname(repository)) : name
}

function rowOf(name: string, kind: string, { result, seconds }: Try): string {
  const deploy = result.ok ? result.deploy : undefined
  const isRight = deploy?.page !== undefined && deploy.page.problem === undefined
  const cells = [name, kind, deploy?.stack?.label ?? '', isRight ? 'yes' : 'no', String(seconds), said(result, name)]
  return `| ${cells.map((cell) => cell.replaceAll('\n', ' ').replaceAll('|', '\\|')).join(' | ')} |`
}

/** What the card shows of it: of a log the last line. */
function said(result: JobResult, repository: string): string {
  if (!result.ok) {
    return `${texts.reasons[knownReason(result.reason)]({ repository, branch: 'main', variables: '', moreMemory: '' })} ${result.log.split('\n').at(-1)}`
  }
  const { problem, status = 0, hint = '' } = result.deploy?.page ?? {}
  const known = knownPageProblem(problem)
  return known === undefined ? '' : texts.card.page[known]({ status, hint })
}
