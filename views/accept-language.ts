/**
 * The language among `offered` that an `Accept-Language` header likes best (RFC 9110, 12.5.4); the first one when it
 * likes none.
 */
export function preferredLanguage<L extends string>(header: string | undefined, offered: readonly [L, ...L[]]): L {
  const ranges = (header ?? '').split(',').map((part) => {
    const [range = '', ...parameters] = part
      .toLowerCase()
      .split(';')
      .map((one) => one.trim())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
    return { language: range.split('-', 1)[0], quality: quality === undefined ? 1 : Number(quality) }
  })
  const liked = ranges.filter(({ quality }) => quality > 0).toSorted((a, b) => b.quality - a.quality)
  for (const { language } of liked) {
    const match = offered.find((one) => one === language)
    if (match !== undefined) return match
  }
  return offered[0]
}
