export const services = ['upload-pack', 'receive-pack'] as const
export type Service = (typeof services)[number]

/** A request to the emulator (gitprotocol-http(5)). */
export type GitRequest =
  /** Not under our path: left to the caller. */
  | { kind: 'other' }
  | { kind: 'error'; status: number; text: string; headers?: Record<string, string> }
  | { kind: 'refs'; service: Service; repository: string }
  | { kind: 'rpc'; service: Service; repository: string; isGzipped: boolean }

interface RawRequest {
  method?: string | undefined
  url?: string | undefined
  headers: { 'content-type'?: string | undefined; 'content-encoding'?: string | undefined }
}

const PATH = /^\/([^/%]+\/[^/%]+)\.git\/(?:(info\/refs)|git-(.+))$/
const NOT_FOUND: GitRequest = { kind: 'error', status: 404, text: 'There is no such repository here.' }

/**
 * Parses a request. Doesn't check whether the repository exists.
 * @param prefix path under which repositories are served, without a slash at its end
 */
export function readGitRequest(request: RawRequest, prefix: string): GitRequest {
  const base = 'http://localhost'
  if (!URL.canParse(request.url ?? '', base)) return { kind: 'other' }
  // This resolves dots in the path, `%2e` too; what leads out of the prefix isn't ours.
  const { pathname, searchParams } = new URL(request.url ?? '', base)
  if (pathname !== prefix && !pathname.startsWith(`${prefix}/`)) return { kind: 'other' }
  const [, repository, isRefs, rpc] = PATH.exec(pathname.slice(prefix.length)) ?? []
  if (repository === undefined) return NOT_FOUND
  if (isRefs !== undefined) return readRefs(request, repository, searchParams.get('service'))
  const service = services.find((name) => name === rpc)
  return service === undefined ? NOT_FOUND : readRpc(request, repository, service)
}

function readRefs({ method }: RawRequest, repository: string, wanted: string | null): GitRequest {
  if (method !== 'GET') return onlyMethod('GET')
  const service = services.find((name) => `git-${name}` === wanted)
  if (service === undefined) return { kind: 'error', status: 403, text: 'Only the smart HTTP protocol is served.' }
  return { kind: 'refs', service, repository }
}

function readRpc({ method, headers }: RawRequest, repository: string, service: Service): GitRequest {
  if (method !== 'POST') return onlyMethod('POST')
  // Pages of other origins can't send this type without a preflight, so they can't push.
  const isRightType = headers['content-type'] === `application/x-git-${service}-request`
  const encoding = headers['content-encoding'] ?? 'identity'
  if (!isRightType || !['gzip', 'x-gzip', 'identity'].includes(encoding)) {
    return { kind: 'error', status: 415, text: 'git does not send such a request.' }
  }
  return { kind: 'rpc', service, repository, isGzipped: encoding !== 'identity' }
}

function onlyMethod(allow: string): GitRequest {
  return { kind: 'error', status: 405, text: `Only ${allow}.`, headers: { allow } }
}
