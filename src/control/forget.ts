import type { Site } from '../site/site.ts'

/** Nothing of it is left in the world: the record may go, and with it the name. */
export function isForgettable({ spec, status }: Site): boolean {
  const { instance, route, grant, archive, superseded, launching, slot } = status
  const left = [instance, route, grant, archive, launching, slot].filter((part) => part !== undefined)
  return spec.desired === 'gone' && left.length === 0 && superseded.length === 0
}
