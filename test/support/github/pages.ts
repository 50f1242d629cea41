import type { Answer } from './answer.ts'
import type { Listing } from './route.ts'

const DEFAULT_SIZE = 30
/** More is not given, whatever is asked for. */
const MAX_SIZE = 100

/** One page of a list, with links to the others ("Using pagination in the REST API"). */
export function pageOf({ items, wrap = (page) => page }: Listing, url: URL): Answer {
  const size = Math.min(positive(url.searchParams.get('per_page'), DEFAULT_SIZE), MAX_SIZE)
  const page = positive(url.searchParams.get('page'), 1)
  const last = Math.max(1, Math.ceil(items.length / size))
  const linkTo = (rel: string, number: number) => {
    const there = new URL(url)
    there.searchParams.set('page', String(number))
    return `<${there.href}>; rel="${rel}"`
  }
  const links = [
    ...(page > 1 ? [linkTo('prev', page - 1)] : []),
    ...(page < last ? [linkTo('next', page + 1), linkTo('last', last)] : []),
    ...(page > 1 ? [linkTo('first', 1)] : []),
  ]
  const body = wrap(items.slice((page - 1) * size, page * size))
  return { status: 200, body, headers: links.length === 0 ? {} : { link: links.join(', ') } }
}

function positive(text: string | null, otherwise: number): number {
  const value = Number(text)
  return Number.isInteger(value) && value > 0 ? value : otherwise
}
