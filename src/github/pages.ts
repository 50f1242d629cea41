import { GithubError, isMissing, messageOf } from './errors.ts'

/** GitHub's maximum. */
const PAGE_SIZE = 100

interface PageAnswer<T> {
  data: T
  headers: { link?: string | undefined }
}

/** Pages still to fetch. */
interface Rest {
  next: number | undefined
  last: number | undefined
}

/**
 * Passes on each page as it arrives: the first page first, and the others in parallel (Octokit's throttling allows ten requests at
 * once). If one fails, the others are still passed on, and then it rejects, since part of a list looks like all of it. Octokit's
 * own `paginate` won't do: it takes a 409 for the end of a list.
 */
export async function takePages<T, I>(
  ask: (page: { per_page: number; page: number }) => Promise<PageAnswer<T>>,
  itemsOf: (data: T) => readonly I[],
  take: (items: readonly I[]) => void,
): Promise<void> {
  const fetchPage = async (page: number): Promise<Rest> => {
    const { data, headers } = await unlessGoneMeanwhile(page, ask({ per_page: PAGE_SIZE, page }))
    const items = itemsOf(data)
    take(items)
    if (headers.link !== undefined) return pagesIn(headers.link)
    // A proxy may drop the header; a request too many does no harm.
    return { next: items.length < PAGE_SIZE ? undefined : page + 1, last: undefined }
  }
  let rest = await fetchPage(1)
  if (rest.last !== undefined) rest = await takeSideBySide(fetchPage, rest.last)
  // GitHub omits the last page where counting is expensive; and the list may have grown.
  while (rest.next !== undefined) rest = await fetchPage(rest.next)
}

/** After the first page, a 404 doesn't mean that the list never existed. */
async function unlessGoneMeanwhile<T>(page: number, promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (error) {
    if (page > 1 && isMissing(error)) throw new GithubError(messageOf(error), 0)
    throw error
  }
}

/** All but the first; resolves with what is left after the last. */
async function takeSideBySide(fetchPage: (page: number) => Promise<Rest>, last: number): Promise<Rest> {
  const results = await Promise.allSettled(Array.from({ length: last - 1 }, (_, index) => fetchPage(index + 2)))
  const failed = results.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
  const end = results.at(-1)
  return end?.status === 'fulfilled' ? end.value : { next: undefined, last: undefined }
}

/** All items of all pages. */
export async function allPages<T>(
  ask: (page: { per_page: number; page: number }) => Promise<PageAnswer<readonly T[]>>,
): Promise<T[]> {
  const items: T[] = []
  await takePages(
    ask,
    (page) => page,
    (page) => items.push(...page),
  )
  return items
}

/** Page numbers in a Link header ("Using pagination in the REST API"). */
function pagesIn(link: string): Rest {
  const pageAt = (rel: 'next' | 'last') => {
    const url = new RegExp(`<([^<>]+)>; rel="${rel}"`).exec(link)?.[1]
    const page = url === undefined ? Number.NaN : Number(new URL(url).searchParams.get('page'))
    return Number.isInteger(page) && page > 1 ? page : undefined
  }
  return { next: pageAt('next'), last: pageAt('last') }
}
