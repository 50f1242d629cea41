import { execFile } from 'node:child_process'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface GitRepository {
  /** Where it can be cloned from. */
  url: string
  path: string
  /** Commits these files (path to content; `{ link }` for a symbolic link), at a time that git can read, and returns the commit. */
  commit(files: Record<string, string | Uint8Array | { link: string }>, subject?: string, at?: string): Promise<string>
  /** Any other git command. */
  git(...args: string[]): Promise<string>
  remove(): Promise<void>
}

/**
 * A repository with a work tree, untouched by the configuration of whoever runs the tests: new, on branch `main`, or a clone of that address.
 */
export async function makeRepository(path: string, from?: string): Promise<GitRepository> {
  const gitIn = async (more: Record<string, string>, ...args: string[]) => {
    const who = ['-c', 'user.name=Aki', '-c', 'user.email=aki@example.com']
    const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...more }
    const { stdout } = await run('git', ['-C', path, ...who, ...args], { env })
    return stdout.trim()
  }
  const git = (...args: string[]) => gitIn({}, ...args)
  await mkdir(path, { recursive: true })
  if (from === undefined) await git('init', '--quiet', '--initial-branch=main')
  else await git('clone', '--quiet', from, '.')
  return {
    url: pathToFileURL(path).href,
    path,
    commit: async (files, subject = 'Change the page', at) => {
      for (const [name, content] of Object.entries(files)) {
        const file = join(path, name)
        await mkdir(dirname(file), { recursive: true })
        await rm(file, { force: true })
        if (typeof content === 'string' || content instanceof Uint8Array) await writeFile(file, content)
        else await symlink(content.link, file)
      }
      await git('add', '--all')
      await gitIn(at === undefined ? {} : { GIT_COMMITTER_DATE: at }, 'commit', '--quiet', '--message', subject)
      return git('rev-parse', 'HEAD')
    },
    git,
    remove: () => rm(path, { recursive: true, force: true }),
  }
}
