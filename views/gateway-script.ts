/**
 * Of every page for visitors; allowed by its hash alone.
 *
 * A page that the browser kept is loaded anew when somebody comes back to it. One that says to wait asks by HEAD, which wakes nothing, what
 * there is at its address, and shows the stage. At first it asks ten or twenty times in the time that this took before, then ever more seldom,
 * and not while nobody looks.
 */
export const gatewayScript = `
addEventListener('pageshow', (event) => { if (event.persisted) location.reload() })
const waiting = document.querySelector('[data-usually]')
if (waiting) {
  const [second, began, usually] = [1000, Date.now(), Number(waiting.dataset.usually)]
  let [timer, isAsking, silentSince] = [undefined, false, undefined]
  const show = (stage) => {
    const item = waiting.querySelector('[data-stage=' + stage + ']')
    if (item === null || item.getAttribute('aria-current') === 'step') return
    waiting.querySelector('[aria-current]')?.removeAttribute('aria-current')
    item.setAttribute('aria-current', 'step')
    waiting.querySelector('[role=status]').textContent = item.textContent
  }
  const isOver = ({ status, headers }) => {
    const stage = headers.get('x-testsite-stage')
    if (stage !== null) { silentSince = undefined; show(stage); return stage === 'none' }
    if (![502, 503, 504].includes(status)) return true
    silentSince ??= Date.now()
    return Date.now() - silentSince > 60 * second
  }
  const ask = async () => {
    if (isAsking) return
    isAsking = true
    const address = location.origin + location.pathname + location.search
    const init = { method: 'HEAD', cache: 'no-store', redirect: 'manual', signal: AbortSignal.timeout(10 * second) }
    const answer = await fetch(address, init).catch(() => undefined)
    isAsking = false
    if (answer !== undefined && isOver(answer)) location.reload()
    else askLater()
  }
  const askLater = () => {
    clearTimeout(timer)
    const pause = Math.max(usually / 20, (Date.now() - began) / 10, 0.3 * second)
    if (!document.hidden) timer = setTimeout(ask, Math.min(pause, 30 * second))
  }
  document.addEventListener('visibilitychange', () => { clearTimeout(timer); if (!document.hidden) void ask() })
  askLater()
}
`
