import { createHash } from 'node:crypto'
import { mkdir, realpath, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { undefinedIf } from '../../site/errors.ts'
import { isNotFound, isThere } from '../json-file.ts'
import type { Git } from './git.ts'

/** As many as on real machines (`instance/bin/submodules`). */
const MAX_MODULES = 50
const MAX_DEPTH = 5
/** git-config(1), protocol.allow: what a repository names is fetched in no other way. */
const PUBLIC_ONLY = { GIT_ALLOW_PROTOCOL: 'http:https' }

/** A commit whose files are in a release, with the clone that has it. */
export interface Part {
  /** The bare clone. */
  clone: string
  commit: string
  address: string
  /** In the release, with `/` at its end; '' for the site's own repository. */
  prefix: string
}

/**
 * Puts the files of a commit's submodules, and of theirs, into its release, without `git submodule`, which would follow what their
 * configuration says. What can't be had without a password stays empty.
 * @returns what it put there, and the paths of what it didn't
 */
export async function fetchSubmodules(
  git: Git,
  { site, release, signal }: { site: Part; release: string; signal: AbortSignal },
): Promise<{ parts: Part[]; empty: string[] }> {
  const parts: Part[] = []
  const empty: string[] = []
  const root = await realpath(release)
  const run = async (clone: string, args: string[], env: Record<string, string> = {}) => {
    const { code, stdout } = await git(['--git-dir', clone, ...args], { signal, env: { ...PUBLIC_ONLY, ...env } })
    return code === 0 ? stdout : undefined
  }
  const have = async (commit: string, address: string): Promise<string | undefined> => {
    const clone = join(site.clone, 'modules', createHash('sha256').update(`${commit} ${address}`).digest('hex'))
    if (await isThere(clone)) return clone
    const fresh = join(site.clone, 'modules', 'new')
    await rm(fresh, { recursive: true, force: true })
    await mkdir(fresh, { recursive: true })
    await run(fresh, ['init', '--quiet', '--bare'])
    const options = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules']
    // Not all hosts hand out any commit by itself.
    const fetched =
      (await run(fresh, [...options, '--depth=1', '--', address, `+${commit}:refs/pokopoko/published`])) ??
      (await run(fresh, [...options, '--', address, '+refs/heads/*:refs/heads/*']))
    if (fetched === undefined || (await run(fresh, ['cat-file', '-e', `${commit}^{commit}`])) === undefined)
      return undefined
    await rename(fresh, clone)
    return clone
  }
  const checkOut = async (clone: string, commit: string, path: string): Promise<boolean> => {
    const directory = join(release, path)
    // Not through a link that leads elsewhere. git has made an empty directory.
    if ((await undefinedIf(isNotFound, realpath(directory))) !== join(root, path)) return false
    const index = join(clone, 'checkout.index')
    await rm(index, { force: true })
    const args = ['--work-tree', directory, 'read-tree', '--reset', '-u', commit]
    return (await run(clone, args, { GIT_INDEX_FILE: index })) !== undefined
  }
  const fill = async (part: Part, depth: number): Promise<void> => {
    const tree = (await run(part.clone, ['ls-tree', '-r', '-z', part.commit])) ?? ''
    const links = [...tree.matchAll(/(?:^|\0)160000 commit ([0-9a-f]+)\t([^\0]+)/g)]
    if (links.length === 0) return
    const modules = `${part.commit}:.gitmodules`
    const config = (await run(part.clone, ['config', '--blob', modules, '--null', '--list'])) ?? ''
    for (const [, commit = '', path = ''] of links) {
      const address = publicAddress(urlOf(config, path), part.address)
      const isTooMuch = depth >= MAX_DEPTH || parts.length >= MAX_MODULES
      const clone = isTooMuch || address === undefined ? undefined : await have(commit, address)
      if (clone === undefined || address === undefined || !(await checkOut(clone, commit, part.prefix + path))) {
        empty.push(part.prefix + path)
        continue
      }
      const module = { clone, commit, address, prefix: `${part.prefix}${path}/` }
      parts.push(module)
      await fill(module, depth + 1)
    }
  }
  await fill(site, 0)
  return { parts, empty }
}

/** What .gitmodules says, as `git config --null --list` prints it: each key in a line, then its value. */
function urlOf(config: string, path: string): string | undefined {
  const values = new Map(
    config.split('\0').map((entry): [string, string] => {
      const end = entry.indexOf('\n')
      return [entry.slice(0, end), entry.slice(end + 1)]
    }),
  )
  const [key] = [...values].find(([name, value]) => /^submodule\..*\.path$/s.test(name) && value === path) ?? []
  return key && values.get(key.replace(/path$/, 'url'))
}

/** Where it can be had without a password: a relative address is beside its repository, one by SSH is on the web as well. */
function publicAddress(url: string | undefined, base: string): string | undefined {
  if (url === undefined) return undefined
  const web = url
    .replace(/^git:\/\//, 'https://')
    .replace(/^ssh:\/\/([^@/]*@)?/, 'https://')
    .replace(/^[\w.-]+@([\w.-]+):\/?/, 'https://$1/')
  const found = /^\.\.?\//.test(web) ? URL.parse(web, `${base.replace(/\/$/, '')}/`) : URL.parse(web)
  return found !== null && /^https?:$/.test(found.protocol) ? found.href : undefined
}
