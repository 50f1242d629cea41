import type { IncomingMessage } from 'node:http'

const LOCAL_NAMES = ['localhost', '127.0.0.1', '[::1]']

/**
 * Why a request must not be served: it was sent to another name (DNS rebinding), or another site's page sent it.
 * Programs (the app, git) send no Origin and pass.
 */
export function rejectionReason(req: IncomingMessage): string | undefined {
  const { host, origin } = req.headers
  const own = ownHosts(req.socket.localPort)
  if (host === undefined || !own.includes(host.toLowerCase()))
    return 'This page is served only under this computer’s own name.'
  const isForeign = origin !== undefined && !own.some((one) => origin === `http://${one}`)
  if (isForeign && req.method !== 'GET' && req.method !== 'HEAD')
    return 'Other sites’ pages may not change anything here.'
  return undefined
}

/** Browsers leave out the port where it is HTTP's own. */
function ownHosts(port: number | undefined): string[] {
  return LOCAL_NAMES.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]))
}
