/** What GitHub tells when a pull request gets the label for which sites are made. `from`: where its branch is, a fork's name for one. */
export function labelledPullRequest(organization: string, repository: string, from: string) {
  return {
    action: 'labeled',
    label: { name: 'testsite' },
    organization: { login: organization },
    repository: { full_name: repository },
    sender: { login: 'octo' },
    pull_request: {
      number: 7,
      state: 'open',
      labels: [{ name: 'testsite' }],
      updated_at: '2026-11-02T03:00:00Z',
      head: { ref: 'spring', sha: 'c'.repeat(40), repo: { full_name: from } },
    },
  }
}
