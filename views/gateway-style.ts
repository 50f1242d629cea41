/** The whole style of the gateway's pages, which load nothing. */
export const gatewayStyle = `
:root { color-scheme: light dark; --ground: #f3f0fa; --card: #fff; --ink: #2a2438; --quiet: #6d6580; --plum: #7b3fa0; --line: #ddd5ea; --alert: #b3261e }
@media (prefers-color-scheme: dark) {
  :root { --ground: #17131f; --card: #221c2e; --ink: #efeaf7; --quiet: #a79db9; --plum: #c79be4; --line: #3b3349; --alert: #ff9a92 }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; padding: 24px; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 20px;
  background: var(--ground); color: var(--ink); font: 16px/1.6 system-ui, "Hiragino Sans", "Noto Sans CJK JP", sans-serif }
main { width: 100%; max-width: 460px; padding: 36px 40px 32px; background: var(--card); border: 1px solid var(--line); border-radius: 20px; box-shadow: 0 12px 40px #2a24381a }
h1 { margin: 0 0 12px; font-size: 26px; line-height: 1.25; text-wrap: balance }
p { margin: 0 0 12px }
.host { margin: 0 0 4px; color: var(--quiet); font-size: 14px; overflow-wrap: anywhere }
.bubbles { display: flex; align-items: end; gap: 8px; height: 44px; margin-bottom: 20px }
.bubbles i { border-radius: 50%; background: var(--plum) }
.bubbles i:nth-child(1) { width: 16px; height: 16px; opacity: .45 }
.bubbles i:nth-child(2) { width: 26px; height: 26px; opacity: .7 }
.bubbles i:nth-child(3) { width: 40px; height: 40px }
.asleep .bubbles i, .archived .bubbles i, .unknown .bubbles i { background: none; border: 2px solid var(--plum) }
.failed .bubbles i:last-child { background: var(--alert) }
@media (prefers-reduced-motion: no-preference) {
  .preparing .bubbles i { animation: pop 1.4s ease-in-out infinite }
  .preparing .bubbles i:nth-child(2) { animation-delay: .15s }
  .preparing .bubbles i:nth-child(3) { animation-delay: .3s }
}
@keyframes pop { 0%, 60%, 100% { transform: none } 30% { transform: translateY(-8px) } }
form { display: grid; gap: 14px; margin-top: 24px }
label { display: grid; gap: 4px; font-size: 14px; color: var(--quiet) }
input { padding: 10px 12px; border: 1px solid var(--line); border-radius: 10px; background: var(--ground); color: var(--ink); font: inherit }
button { padding: 11px; border: 0; border-radius: 10px; background: var(--plum); color: var(--card); font: inherit; font-weight: 600; cursor: pointer }
input:focus-visible, button:focus-visible { outline: 3px solid var(--plum); outline-offset: 2px }
.denied { margin: 0; color: var(--alert) }
footer { color: var(--quiet); font-size: 13px }
`
