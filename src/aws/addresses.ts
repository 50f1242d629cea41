import { siteAddresses } from '../site/paths.ts'

/** Where sites are found, and the sizes of their machines, for those who read about them. */
export function addressesOf({ domain, sizes }: { domain: string; sizes: readonly { type: string }[] }) {
  return { ...siteAddresses('https', domain), sizes: sizes.map(({ type }) => type) }
}
