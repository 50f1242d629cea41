/** Stands in manifest.yml wherever the address of the `slack` function belongs. */
const PLACEHOLDER = 'https://example.com/slack/events'

/** Stands there for the domain of the sites. */
const DOMAIN_PLACEHOLDER = 'test.example.com'

export const MANIFEST_USAGE = 'npm run --silent manifest -- --url https://… --domain DOMAIN'

/** The manifest with that address and domain. Error with a line for people when they are none. */
export function manifestFor(manifest: string, { address, domain }: { address: string; domain: string }): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol !== 'https:' || /[\s'"#]/.test(address)) {
    throw new Error(`Give the address of the slack function: ${MANIFEST_USAGE}`)
  }
  // As in Slack's schema of manifests.
  if (!/^[a-z0-9][-a-z0-9.]*[a-z0-9]$/.test(domain)) throw new Error(`Give the domain of the sites: ${MANIFEST_USAGE}`)
  return manifest
    .replace(/^#.*\n/gm, '')
    .replaceAll(PLACEHOLDER, url.href)
    .replaceAll(DOMAIN_PLACEHOLDER, domain)
}
