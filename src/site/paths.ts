/** Paths on a site's host that are ours. Its machine answers these two … */
export const HOOK_PATH = '/_pokopoko/hook'
export const HEALTH_PATH = '/_pokopoko/health'

/** … and the gateway all paths below this one, on every host, whether or not the site has a machine. */
export const CONTROL_PATH = '/_pokopoko/control/'

/** Where clients' links lead, with a token: to the gateway too, on every site's host. */
export const SHARE_PATH = '/_pokopoko/share/'

/** Where a machine reports that it has booted (src/aws/ec2/user-data.ts). */
export const phoneHomePath = (name: string) => `${CONTROL_PATH}phone-home/${name}`

/** Where the site's machine reports its deploys and programs. */
export const reportPath = (name: string) => `${REPORT_PATH}${name}`
export const REPORT_PATH = `${CONTROL_PATH}report/`

/** Where it sends pictures of the start page. */
export const picturePath = (name: string) => `${PICTURE_PATH}${name}`
export const PICTURE_PATH = `${CONTROL_PATH}picture/`

/** Where it gets tokens for its repository, if it clones with them. */
export const cloneTokenPath = (name: string) => `${CLONE_TOKEN_PATH}${name}`
export const CLONE_TOKEN_PATH = `${CONTROL_PATH}clone-token/`

/** Sites have the addresses `NAME.domain`. */
export function siteAddresses(scheme: 'http' | 'https', domain: string) {
  const siteHost = (name: string) => `${name}.${domain}`
  return { siteHost, siteUrl: (name: string) => `${scheme}://${siteHost(name)}` }
}

/** Where the GitHub App sends its events, at the address of the slack function. */
export const GITHUB_EVENTS_PATH = '/github/events'
