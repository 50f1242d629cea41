import type { Octokit } from '@octokit/rest'
import { PermanentError } from '../site/errors.ts'
import { makeOpensshKeyPair } from '../openssh-key.ts'
import { unlessMissing, isGithubError } from './errors.ts'
import { allPages } from './pages.ts'
import type { RepositoryPath } from './repositories.ts'

export interface DeployKey {
  id: number
  siteId: string
  /** Of the site's webhook: tells this deployment's keys from another's. */
  host: string
}

/** A site's key is found by its title: `pokopoko SITE-ID plum.test.example.com`. */
function titleOf({ siteId, host }: Omit<DeployKey, 'id'>): string {
  return `pokopoko ${siteId} ${host}`
}

/** Only those of sites. */
export async function listDeployKeys(octokit: Octokit, path: RepositoryPath): Promise<DeployKey[]> {
  return (await fetchKeys(octokit, path)).flatMap(({ id, title }) => {
    const [, siteId, host] = /^pokopoko (\S+) (\S+)$/.exec(title) ?? []
    return siteId === undefined || host === undefined ? [] : { id, siteId, host }
  })
}

/** Adds a read-only key. PermanentError `deploy-keys-disabled`. */
export async function addDeployKey(
  octokit: Octokit,
  path: RepositoryPath,
  site: Omit<DeployKey, 'id'>,
): Promise<{ id: number; privateKey: string }> {
  const title = titleOf(site)
  const { publicKey, privateKey } = await makeOpensshKeyPair(title)
  try {
    const body = { title, key: publicKey, read_only: true }
    const { data } = await octokit.request('POST /repos/{owner}/{repo}/keys', { ...path, ...body })
    return { id: data.id, privateKey }
  } catch (error) {
    if (!isGithubError(error, 422)) throw error
    // For a key that is in use, GitHub names the field; otherwise the organization disables deploy keys, as new ones do.
    if (!error.fields.includes('key')) throw new PermanentError('deploy-keys-disabled', { message: error.message })
    // The key is new, so we use it ourselves: a response was lost, and Octokit has retried.
    const mine = (await fetchKeys(octokit, path)).find(({ key }) => blobOf(key) === blobOf(publicKey))
    if (mine === undefined) throw error
    return { id: mine.id, privateKey }
  }
}

export async function removeDeployKey(octokit: Octokit, path: RepositoryPath, id: number): Promise<void> {
  await unlessMissing(octokit.request('DELETE /repos/{owner}/{repo}/keys/{key_id}', { ...path, key_id: id }))
}

function fetchKeys(octokit: Octokit, path: RepositoryPath) {
  return allPages((page) => octokit.request('GET /repos/{owner}/{repo}/keys', { ...path, ...page }))
}

/** Without type and comment. */
function blobOf(line: string): string | undefined {
  return line.split(' ')[1]
}
