import { MAX_COMMITS, readCommits } from './commits.ts'
import type { Git } from './git.ts'
import type { Push } from './push-payload.ts'
import type { BranchUpdate } from './ref-update.ts'

/** Finds out what happened to a branch. */
export async function readPush(git: Git, directory: string, update: BranchUpdate): Promise<Push> {
  const { ref, before, after } = update
  if (after === undefined) return { update, isForced: false, commits: [] }
  const [head] = await readCommits(git, directory, [after], 1)
  if (before === undefined) {
    const branch = ref.replace('refs/heads/', '')
    const range = [after, '--not', `--exclude=${branch}`, '--branches']
    return { update, isForced: false, head, commits: await readCommits(git, directory, range, MAX_COMMITS) }
  }
  const left = await git.run(directory, ['rev-list', '--max-count=1', `${after}..${before}`, '--'])
  const commits = await readCommits(git, directory, [`${before}..${after}`], MAX_COMMITS)
  return { update, isForced: left !== '', head, commits }
}
