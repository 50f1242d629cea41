/** pokopoko's mark, for pages that load nothing: that of the local workspace (src/local/logo.svg). */
export const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <rect width="64" height="64" rx="16" fill="#0d3b3e" />
  <path d="M8 48a9 9 0 0 1 18 0z" fill="#ffd166" />
  <path d="M19 48V37a12 12 0 0 1 24 0v11z" fill="#ff7a59" />
  <path d="M38 48v-4a9 9 0 0 1 18 0v4z" fill="#5fd6b3" />
  <circle cx="27" cy="37" r="2.4" fill="#0d3b3e" />
  <circle cx="35" cy="37" r="2.4" fill="#0d3b3e" />
  <path d="M28.5 41.5a3 3 0 0 0 5 0" fill="none" stroke="#0d3b3e" stroke-width="1.8" stroke-linecap="round" />
  <circle cx="31" cy="17" r="3.5" fill="#ffd166" />
  <circle cx="47" cy="27" r="2.5" fill="#ff7a59" />
  <rect x="8" y="48" width="48" height="4" rx="2" fill="#e9f7f2" />
</svg>
`
