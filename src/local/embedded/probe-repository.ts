import { fileURLToPath } from 'node:url'
import { SECOND_MS } from '../../site/time.ts'
import { isThere } from '../json-file.ts'

const TIMEOUT_MS = 10 * SECOND_MS

/**
 * Is a repository that git could not read missing, or is its host in trouble? git says so only in words, so the
 * first request of its protocol is made again (gitprotocol-http(5)); hosts hide private repositories behind 401 and 403.
 */
export async function probeRepository(cloneUrl: string, signal: AbortSignal): Promise<'missing' | 'there' | 'unknown'> {
  if (!URL.canParse(cloneUrl)) return (await isThere(cloneUrl)) ? 'there' : 'missing'
  const url = new URL(cloneUrl)
  if (url.protocol === 'file:') return (await isThere(fileURLToPath(url))) ? 'there' : 'missing'
  const status = await firstStatus(url, signal)
  if (status === undefined) return 'unknown'
  if ([401, 403, 404, 410].includes(status)) return 'missing'
  return status < 300 ? 'there' : 'unknown'
}

async function firstStatus(url: URL, signal: AbortSignal): Promise<number | undefined> {
  const { username, password } = url
  const request = new URL(`${url.pathname.replace(/\/$/, '')}/info/refs?service=git-upload-pack`, url.origin)
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  try {
    const answer = await fetch(request, {
      headers: username === '' ? {} : { authorization: `Basic ${credentials}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    await answer.body?.cancel()
    return answer.status
  } catch {
    // No answer, whatever the cause: not known to be missing.
    return undefined
  }
}
