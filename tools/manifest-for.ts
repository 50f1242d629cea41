/** Stands in manifest.yml wherever the address of the `slack` function belongs. */
const PLACEHOLDER = 'https://example.com/slack/events'

/** The manifest with that address. Error with a line for people when it is no https address. */
export function manifestFor(manifest: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol !== 'https:' || /[\s'"#]/.test(address)) {
    throw new Error('Give the address of the slack function: npm run --silent manifest -- --url https://…')
  }
  return manifest.replace(/^#.*\n/gm, '').replaceAll(PLACEHOLDER, url.href)
}
