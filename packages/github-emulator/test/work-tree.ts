import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface WorkTree {
  path: string
  /** Commits these files (content by path) and returns the commit. */
  commit(files: Record<string, string>, message?: string): Promise<string>
  /** Any other git command. */
  git(...args: string[]): Promise<string>
}

/** A new repository with a work tree, on branch `main`, without the user's configuration. */
export async function makeWorkTree(path: string): Promise<WorkTree> {
  await mkdir(path, { recursive: true })
  const workTree = workTreeAt(path)
  await workTree.git('init', '--quiet', '--initial-branch=main')
  return workTree
}

/** A fresh clone. */
export async function cloneTo(path: string, url: string): Promise<WorkTree> {
  await mkdir(path, { recursive: true })
  const workTree = workTreeAt(path)
  await workTree.git('clone', '--quiet', url, '.')
  return workTree
}

function workTreeAt(path: string): WorkTree {
  const git = async (...args: string[]) => {
    const who = ['-c', 'user.name=Aki', '-c', 'user.email=aki@example.com']
    const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
    const { stdout } = await run('git', ['-C', path, ...who, ...args], { env })
    return stdout.trim()
  }
  return {
    path,
    commit: async (files, message = 'Change the page') => {
      for (const [name, content] of Object.entries(files)) {
        await mkdir(dirname(join(path, name)), { recursive: true })
        await writeFile(join(path, name), content)
      }
      await git('add', '--all')
      await git('commit', '--quiet', '--message', message)
      return git('rev-parse', 'HEAD')
    },
    git,
  }
}
