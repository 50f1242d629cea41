import { execFileSync } from 'node:child_process'
import { basename } from 'node:path'
import { aDocument } from '../test/machine/documents.ts'
import { makeMachineFixture } from '../test/machine/machine-fixture.ts'
import type { JobResult } from '../test/machine/test-machine.ts'

// Sets a new machine up for each repository, and prints what came of it: `bash tools/test-machine.sh try REPOSITORY…`, where
// REPOSITORY is an address or a directory that git can clone. Nothing of it is kept.

const repositories = process.argv.slice(2)
if (repositories.length === 0) throw new Error('Name the repositories: addresses, or directories.')

const fixture = await makeMachineFixture()
try {
  console.log('| repository | stack | seconds | start page | what it says |\n|---|---|---|---|---|')
  for (const repository of repositories) console.log(rowOf(basename(repository, '.git'), await tryOut(repository)))
} finally {
  await fixture.close()
}

async function tryOut(repository: string): Promise<{ result: JobResult; seconds: number }> {
  const { git, cloneUrl } = await fixture.repository(`r${repositories.indexOf(repository)}`)
  const branch = branchOf(repository)
  await git('fetch', '--quiet', '--depth=1', repository, `${branch}:tried`)
  // As one commit: a shallow history can't be pushed.
  await git('read-tree', '-u', '--reset', 'tried')
  await git('commit', '--quiet', '--message', 'Try')
  await git('push', '--quiet', 'origin', 'HEAD:main')
  const machine = await fixture.machine(undefined, ['--memory', '2g'])
  await fixture.connect(machine)
  const began = performance.now()
  const { result } = await machine.job('set-up', await aDocument(cloneUrl, { documentRoot: '' }))
  await machine.remove()
  return { result, seconds: Math.round((performance.now() - began) / 1000) }
}

function branchOf(repository: string): string {
  const [head] = execFileSync('git', ['ls-remote', '--symref', repository, 'HEAD'], { encoding: 'utf8' }).split('\n')
  return /refs\/heads\/(\S+)/.exec(head ?? '')?.[1] ?? 'HEAD'
}

function rowOf(name: string, { result, seconds }: { result: JobResult; seconds: number }): string {
  const { page, stack } = (result.ok ? result.deploy : undefined) ?? {}
  const said = result.ok ? [page?.problem, page?.hint] : [result.reason, result.message, result.log.split('\n').at(-1)]
  const cells = [name, stack?.label ?? '', seconds, page?.status ?? '', said]
  return `| ${cells.map((cell) => [cell].flat().filter(Boolean).join(': ').replaceAll('|', '\\|')).join(' | ')} |`
}
