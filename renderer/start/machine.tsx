import type { Check } from '../../core/contract.ts'
import { ErrorBlock } from '../components/error-block.tsx'
import { Icon } from '../components/icon.tsx'
import { useQuery } from '../data/query.ts'

/** What each of the doctor's checks is for, in a word. */
const WORDS: Readonly<Record<string, string>> = {
  longview: 'Longview',
  node: 'Node',
  sqlite: 'SQLite, the index',
  browser: 'Browser, for PNG',
  sandbox: 'Sandbox, for rewards in TypeScript',
  python: 'Python, for rewards in Python',
  'math-verify': 'math-verify, for undecided answers',
  workspace: 'Workspace can be written',
}

/** The doctor's checks: what works is one line each, what does not says how to mend it. */
export function Machine() {
  const checks = useQuery(['doctor'], (engine) => engine.doctor({}))
  return (
    <section aria-labelledby="this-machine">
      <h2 id="this-machine">This machine</h2>
      {checks.error && <ErrorBlock error={checks.error} />}
      {checks.loading && <p className="quiet">Looking what works here</p>}
      <ul className="checks">
        {(checks.data ?? []).map((check) => (
          <CheckRow key={check.check} check={check} />
        ))}
      </ul>
    </section>
  )
}

function CheckRow({ check }: { check: Check }) {
  const name = WORDS[check.check] ?? check.check
  if (check.ok) {
    return (
      <li>
        <Icon name="check" />
        <span>{name}</span>
        <span className="quiet cut data" title={check.detail}>
          {check.detail.split(' (', 1)[0]}
        </span>
      </li>
    )
  }
  return (
    <li className="warn">
      <Icon name="warn" />
      <span className="data">
        {name}: {check.detail}. {check.remedy}
      </span>
    </li>
  )
}
