const GAP = 4

/** Keeps an open popover below its anchor, or above it where there is more room. */
export function placeBeside(popover: HTMLElement, anchor: HTMLElement): { start(): void; stop(): void } {
  const place = () => {
    const around = anchor.getBoundingClientRect()
    const { width, height } = popover.getBoundingClientRect()
    const isBelow = around.bottom + GAP + height <= innerHeight || around.top < innerHeight - around.bottom
    const top = isBelow ? around.bottom + GAP : around.top - GAP - height
    popover.style.minWidth = `${Math.min(around.width, 540)}px`
    popover.style.top = `${Math.max(GAP, top)}px`
    popover.style.left = `${Math.max(GAP, Math.min(around.left, innerWidth - width - GAP))}px`
  }
  return {
    start: () => {
      place()
      addEventListener('scroll', place, { capture: true, passive: true })
      addEventListener('resize', place)
    },
    stop: () => {
      removeEventListener('scroll', place, { capture: true })
      removeEventListener('resize', place)
    },
  }
}
