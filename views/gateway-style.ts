/** Of every page for visitors; they load nothing. The colours are those of the local workspace. */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #f5f8f7; --card: #fff; --ink: #16262b; --quiet: #53666c; --line: #dfe7e5 }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14191b; --card: #1c2325; --ink: #e3ecea; --quiet: #a9bab8; --line: #2b3538 }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; padding: 24px; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 20px;
  background: var(--ground); color: var(--ink); font: 16px/1.6 Inter, system-ui, "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", Meiryo, sans-serif }
main { width: 100%; max-width: 460px; padding: 36px 40px 32px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; box-shadow: 0 8px 28px rgb(13 42 45 / 16%) }
h1 { margin: 0 0 12px; font-size: 26px; line-height: 1.25; text-wrap: balance }
p { margin: 0 0 12px }
.mark { width: 56px; height: 56px; margin-bottom: 20px }
.mark svg { display: block }
footer { color: var(--quiet); font-size: 13px }
`

/** The whole style of the gateway's pages. */
export const gatewayStyle = `${pageStyle}
:root { --accent: #08705f; --on-accent: #fff; --focus: #2f8fd6; --alert: #c02c43 }
@media (prefers-color-scheme: dark) {
  :root { --accent: #2fa58b; --on-accent: #04211b; --alert: #ef6b7e }
}
.host { margin: 0 0 4px; color: var(--quiet); font-size: 14px; overflow-wrap: anywhere }
.archived .mark, .unknown .mark { filter: grayscale(1) }
@media (prefers-reduced-motion: no-preference) {
  .preparing circle { animation: pop 1.6s ease-in-out infinite }
}
@keyframes pop { 50% { transform: translateY(-3px) } }
ol { margin: 20px 0; padding-left: 24px; color: var(--quiet) }
[aria-current] { color: var(--ink); font-weight: 600 }
.spoken { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
form { margin-top: 24px }
button { width: 100%; padding: 11px; border: 0; border-radius: 8px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer }
button:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px }
.refusal { color: var(--alert) }
`
