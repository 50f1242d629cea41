export interface Alternative {
  size: string
  subnetId: string
}

/**
 * Where a machine of that size can go, in the order in which to try: the size itself in each zone, then each of its
 * substitutes in each zone. Attempts beyond the last begin again with the first.
 */
export function alternatives(
  size: string,
  subnetIds: readonly string[],
  fallbackSizes: Readonly<Record<string, readonly string[]>>,
): Alternative[] {
  const sizes = new Set([size, ...(fallbackSizes[size] ?? [])])
  return [...sizes].flatMap((size) => subnetIds.map((subnetId) => ({ size, subnetId })))
}
