import { GithubError, isMissing, messageOf } from './errors.ts'

/** The most that GitHub gives. */
const PAGE_SIZE = 100

interface PageAnswer<T> {
  data: T
  headers: { link?: string | undefined }
}

/** What is left to be fetched after a page. */
interface Rest {
  next: number | undefined
  last: number | undefined
}

/**
 * Takes every page as it comes, the first one first and the others side by side (Octokit's throttling has ten requests
 * under way at most). When one fails the others are taken all the same, and then it rejects: part of a list reads as all of it. So
 * Octokit's own `paginate` is not used, which takes a 409 for the end of a list.
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
    // A proxy may drop the header; one question too many does no harm.
    return { next: items.length < PAGE_SIZE ? undefined : page + 1, last: undefined }
  }
  let rest = await fetchPage(1)
  if (rest.last !== undefined) rest = await takeSideBySide(fetchPage, rest.last)
  // GitHub leaves the last page out where it is dear to count; and the list may have grown.
  while (rest.next !== undefined) rest = await fetchPage(rest.next)
}

/** Of a list whose first page was there: it is no list that never was. */
async function unlessGoneMeanwhile<T>(page: number, promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (error) {
    if (page > 1 && isMissing(error)) throw new GithubError(messageOf(error), 0)
    throw error
  }
}

/** All but the first; returns what is left after the last. */
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
    const url = new RegExp(`<([^>]+)>; rel="${rel}"`).exec(link)?.[1]
    const page = url === undefined ? Number.NaN : Number(new URL(url).searchParams.get('page'))
    return Number.isInteger(page) && page > 1 ? page : undefined
  }
  return { next: pageAt('next'), last: pageAt('last') }
}
