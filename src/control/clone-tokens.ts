import { createHmac, timingSafeEqual } from 'node:crypto'
import { CLONE_TOKEN_PATH } from '../site/paths.ts'
import type { SiteStore } from './ports.ts'

/**
 * What a machine shows to be given a token for its repository. It follows from the stack's key, so that it's stored nowhere else; it's that
 * of one launch alone. A machine has its own and can't derive another.
 */
export function cloneSecret(key: string, siteId: string, launch: number): string {
  return createHmac('sha256', key).update(`clone of ${siteId} on machine ${launch}`).digest('base64url')
}

export interface CloneTokensDeps {
  store: Pick<SiteStore, 'load'>
  /** The stack's, of which machines' secrets are derived. */
  key(): Promise<string>
  /** A token with which that repository can be read for some time; undefined where the code host gives none. */
  tokenFor(repository: string): Promise<string | undefined>
  mayAsk(machine: string): boolean
}

/** Of a request of a machine, without the path. */
interface Asked {
  method: string
  /** Without a query. */
  path: string
  authorization?: string | undefined
}

/**
 * Gives a site's machine a token for its own repository: `POST /_pokopoko/control/clone-token/NAME`, with the machine's secret as bearer.
 * @returns 200 with the token, or 401, 404 (no access), 405, or 429 without
 */
export async function answerCloneToken(
  { store, key, tokenFor, mayAsk }: CloneTokensDeps,
  { method, path, authorization = '' }: Asked,
): Promise<{ status: number; body?: string }> {
  if (method !== 'POST') return { status: 405 }
  const secret = /^Bearer ([A-Za-z0-9_-]{43})$/i.exec(authorization)?.[1]
  const name = path.slice(CLONE_TOKEN_PATH.length)
  if (secret === undefined || !/^[a-z0-9-]{1,63}$/.test(name)) return { status: 401 }
  if (!mayAsk(`${name} ${secret}`)) return { status: 429 }
  const site = await store.load(name)
  const launch = site?.status.instance?.launch
  // For a missing site alike, so that nobody learns which names exist.
  if (site === undefined || launch === undefined || !isSame(secret, cloneSecret(await key(), site.id, launch)))
    return { status: 401 }
  const token = await tokenFor(site.spec.repository)
  return token === undefined ? { status: 404 } : { status: 200, body: token }
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
