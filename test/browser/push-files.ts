import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeTemporaryDirectory } from '../support/temporary-directory.ts'
import type { PageContext } from './page-context.ts'

type Files = Record<string, string | Uint8Array>

/** Pushes a commit to acme/website that writes those files; resolves once its card shows the commit, or says that. */
export async function pushFiles(
  { main, messages }: Pick<PageContext, 'main' | 'messages'>,
  subject: string,
  files: Files,
  says: string | RegExp = subject,
): Promise<void> {
  await push(main, 'main', subject, files)
  await messages.getByRole('article').filter({ hasText: 'acme/website@main' }).filter({ hasText: says }).waitFor()
}

/** The same to a new branch, which no site has. */
export async function pushBranch({ main }: Pick<PageContext, 'main'>, branch: string, files: Files): Promise<void> {
  await push(main, branch, `Begin ${branch}`, files)
}

async function push({ url }: PageContext['main'], branch: string, subject: string, files: Files): Promise<void> {
  const directory = await makeTemporaryDirectory()
  const clone = join(directory.path, 'website')
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Tom', '-c', 'user.email=tom@example.com', ...args], { stdio: 'pipe' })
  git('clone', '-q', `${url}/git/acme/website.git`, clone)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(clone, name)), { recursive: true })
    writeFileSync(join(clone, name), content)
  }
  git('-C', clone, 'add', '.')
  git('-C', clone, 'commit', '-qm', subject)
  git('-C', clone, 'push', '-q', 'origin', `HEAD:refs/heads/${branch}`)
  await directory.remove()
}
