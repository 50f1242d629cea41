/** The items of all pages that one of the SDK's paginators gives. */
export async function allItems<P, T>(pages: AsyncIterable<P>, itemsOf: (page: P) => T[] | undefined): Promise<T[]> {
  const items: T[] = []
  for await (const page of pages) items.push(...(itemsOf(page) ?? []))
  return items
}
