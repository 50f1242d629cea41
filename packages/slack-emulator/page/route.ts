/** Where somebody is in the workspace; in the address, so that it survives a reload. */
export interface Route {
  person: string
  /** A channel's id, or `home` for the app's Home tab. */
  view?: string
  /** ts of the message whose thread is open. */
  thread?: string
}

/** @param hash of the page's address. undefined when it names nobody */
export function readRoute(hash: string): Route | undefined {
  const [person, view, thread] = hash.replace(/^#\/?/, '').split('/')
  if (!/^\w+$/.test(person ?? '') || person === undefined) return undefined
  return { person, ...(view && { view }), ...(thread && { thread }) }
}

export function hrefOf({ person, view, thread }: Route): string {
  return `#/${[person, view, thread]
    .filter((part) => part !== undefined)
    .map(encodeURIComponent)
    .join('/')}`
}
