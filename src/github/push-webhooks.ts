import type { Octokit } from '@octokit/rest'
import { PermanentError } from '../site/errors.ts'
import { unlessMissing, isGithubError } from './errors.ts'
import { allPages } from './pages.ts'
import type { RepositoryPath } from './repositories.ts'

export interface PushWebhook {
  id: number
  url: string
}

/** "Creating webhooks": the limit per event. */
const MAX_PER_EVENT = 20

export async function listWebhooks(octokit: Octokit, path: RepositoryPath): Promise<PushWebhook[]> {
  return (await fetchHooks(octokit, path)).map(({ id, config }) => ({ id, url: config.url ?? '' }))
}

/** Makes `known` the webhook with that URL and secret, or creates one. PermanentError `webhooks-full`. */
export async function putWebhook(
  octokit: Octokit,
  path: RepositoryPath,
  { url, secret, known }: { url: string; secret: string; known?: PushWebhook | undefined },
): Promise<number> {
  const config = { url, secret, content_type: 'json', insecure_ssl: '0' }
  const wanted = { ...path, config, events: ['push'], active: true }
  const change = async (id: number) => {
    await octokit.request('PATCH /repos/{owner}/{repo}/hooks/{hook_id}', { ...wanted, hook_id: id })
    return id
  }
  if (known !== undefined) return change(known.id)
  try {
    const { data } = await octokit.request('POST /repos/{owner}/{repo}/hooks', { ...wanted, name: 'web' })
    return data.id
  } catch (error) {
    if (!isGithubError(error, 422)) throw error
    const hooks = await fetchHooks(octokit, path)
    // A response was lost, and Octokit has retried.
    const mine = hooks.find(({ config: { url: itsUrl } }) => itsUrl === url)
    if (mine !== undefined) return change(mine.id)
    const isFull = hooks.filter(({ events }) => events.includes('push')).length >= MAX_PER_EVENT
    throw isFull ? new PermanentError('webhooks-full', { message: error.message }) : error
  }
}

export async function removeWebhook(octokit: Octokit, path: RepositoryPath, id: number): Promise<void> {
  await unlessMissing(octokit.request('DELETE /repos/{owner}/{repo}/hooks/{hook_id}', { ...path, hook_id: id }))
}

function fetchHooks(octokit: Octokit, path: RepositoryPath) {
  return allPages((page) => octokit.request('GET /repos/{owner}/{repo}/hooks', { ...path, ...page }))
}
