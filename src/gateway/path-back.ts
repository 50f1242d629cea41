/** Never an address: the form that says it can be anybody's. */
const HERE = 'http://here.invalid'

/** Path and query on the same host that `asked` means; `/` where it means another one, or nothing. */
export function pathBack(asked: string | null): string {
  if (asked === null || !URL.canParse(asked, HERE)) return '/'
  const { origin, pathname, search } = new URL(asked, HERE)
  // Browsers take a second slash for the beginning of a host.
  return origin === HERE ? `/${pathname.replace(/^\/+/, '')}${search}` : '/'
}
