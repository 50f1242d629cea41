import { isRepositoryName } from './source.ts'

export interface Source {
  repository: string
  branch?: string
}

/** Pages of a repository whose address ends with a branch. */
const BRANCH_PAGE = /^(?:tree|commits)\/(.+)$/su
/** What GitHub appends to a page's address. */
const PAGE_ANCHOR = /^(?:readme|readme-ov-file|L\d.*)$/u

/**
 * A repository, and a branch if there is one: `acme/website`, `acme/website#spring`, `acme/website@spring` as on cards, the address of
 * a page (`https://github.com/acme/website/tree/spring/sale`) or of a clone (`git@github.com:acme/website.git`). undefined when it is
 * something else, or not at GitHub or its emulator.
 */
export function sourceIn(typed: string): Source | undefined {
  const [, path = '', fragment = ''] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/su.exec(pathAtCodeHost(typed) ?? '') ?? []
  const [, owner = '', name = '', branchAfterAt, page = ''] =
    /^([^/@]+)\/([^/@]+)(?:@(.+)|\/(.*))?$/su.exec(path.replaceAll(/^\/+|(?<!\/)\/+$/g, '')) ?? []
  const repository = `${owner}/${name.replace(/\.git$/u, '')}`
  if (!isRepositoryName(repository)) return undefined
  const branch = branchAfterAt ?? BRANCH_PAGE.exec(decoded(page))?.[1] ?? fragment.replace(PAGE_ANCHOR, '')
  return branch === '' ? { repository } : { repository, branch }
}

/** The part after the host; everything if there is no host; undefined for another host than ours. */
export function pathAtCodeHost(typed: string): string | undefined {
  const [, host, path] =
    /^(?:git\+)?[a-z]+:\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\/(.*)$/isu.exec(typed) ??
    /^[\w.-]+@([^/:]+):(.*)$/su.exec(typed) ??
    /^((?:www\.)?github\.com)\/(.*)$/isu.exec(typed) ??
    []
  if (host === undefined || path === undefined) return typed
  const labels = host.toLowerCase().split('.')
  if (labels.slice(0, -1).includes('github') && labels.every((label) => /^[\w-]+$/u.test(label))) return path
  return /^(?:localhost|127\.0\.0\.1)$/u.test(host) ? path.replace(/^git\//u, '') : undefined
}

/** Browsers encode letters outside of ASCII, such as `%E6%98%A5`. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
