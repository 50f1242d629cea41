/** The most that GitHub gives. */
const PAGE_SIZE = 100

interface PageAnswer<T> {
  data: T
  headers: { link?: string | undefined }
}

/**
 * Takes every page as it comes, the first one first and the others side by side (Octokit's throttling has ten requests
 * under way at most). When one fails the others are taken all the same, and then it rejects.
 */
export async function takePages<T>(
  ask: (page: { per_page: number; page: number }) => Promise<PageAnswer<T>>,
  take: (data: T) => void,
): Promise<void> {
  const fetchPage = async (page: number) => {
    const { data, headers } = await ask({ per_page: PAGE_SIZE, page })
    take(data)
    return pagesIn(headers.link)
  }
  const { next, last } = await fetchPage(1)
  if (last !== undefined) {
    const others = Array.from({ length: last - 1 }, (_, index) => fetchPage(index + 2))
    const failed = (await Promise.allSettled(others)).find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
    return
  }
  // GitHub leaves the last page out where it is dear to count.
  for (let page = next; page !== undefined;) page = (await fetchPage(page)).next
}

/** All items of all pages. */
export async function allPages<T>(
  ask: (page: { per_page: number; page: number }) => Promise<PageAnswer<readonly T[]>>,
): Promise<T[]> {
  const items: T[] = []
  await takePages(ask, (page) => items.push(...page))
  return items
}

/** Page numbers in a Link header ("Using pagination in the REST API"). */
function pagesIn(link = ''): { next: number | undefined; last: number | undefined } {
  const pageAt = (rel: 'next' | 'last') => {
    const url = new RegExp(`<([^>]+)>; rel="${rel}"`).exec(link)?.[1]
    const page = url === undefined ? Number.NaN : Number(new URL(url).searchParams.get('page'))
    return Number.isInteger(page) && page > 1 ? page : undefined
  }
  return { next: pageAt('next'), last: pageAt('last') }
}
