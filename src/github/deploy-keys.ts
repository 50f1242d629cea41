import type { Octokit } from '@octokit/rest'
import { PermanentError } from '../site/errors.ts'
import { makeOpensshKeyPair } from '../openssh-key.ts'
import { unlessMissing, isGithubError } from './errors.ts'
import { allPages } from './pages.ts'
import type { RepositoryPath } from './repositories.ts'

export interface DeployKey {
  id: number
  siteId: string
  /** Of the site's webhook: tells this installation's keys from another's. */
  host: string
}

/** A site's key is known by its title: `pokopoko SITE-ID plum.test.example.com`. */
function titleOf({ siteId, host }: Omit<DeployKey, 'id'>): string {
  return `pokopoko ${siteId} ${host}`
}

/** Those of sites; others are none of our business. */
export async function listDeployKeys(octokit: Octokit, path: RepositoryPath): Promise<DeployKey[]> {
  return (await fetchKeys(octokit, path)).flatMap(({ id, title }) => {
    const [, siteId, host] = /^pokopoko (\S+) (\S+)$/.exec(title) ?? []
    return siteId === undefined || host === undefined ? [] : { id, siteId, host }
  })
}

/** A new key, which may only read; PermanentError `deploy-keys-disabled`. */
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
    // A key in use is told of by the field; without one it is the organization's policy, which new ones start with.
    if (!error.fields.includes('key')) throw new PermanentError('deploy-keys-disabled', { message: error.message })
    // The key is new, so it is in use by ourselves: a first answer was lost, and Octokit has asked again.
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

/** The key without type and comment. */
function blobOf(line: string): string | undefined {
  return line.split(' ')[1]
}
