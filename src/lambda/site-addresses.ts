/** Where sites of that domain are found. */
export function siteAddresses(domain: string) {
  const siteHost = (name: string) => `${name}.${domain}`
  return { siteHost, siteUrl: (name: string) => `https://${siteHost(name)}` }
}
