/** The few keys that work everywhere alike; `?` shows all. */
const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['Ctrl K'], 'Any command or sample'],
  [['Esc', 'Enter'], 'Leave a cell, go into it'],
  [['Shift Enter'], 'Run and go on'],
  [['a', 'b', 'd d', 'z'], 'Add above, below, delete, undo'],
  [['j', 'k'], 'Down and up in every list'],
  [['[', ']'], 'Sibling before, sibling after'],
  [['/'], 'Find here'],
  [['?'], 'All keys'],
]

export function StartKeys() {
  return (
    <section aria-labelledby="start-keys">
      <h2 id="start-keys">Keys that carry over</h2>
      <dl className="start-keys">
        {KEYS.map(([keys, words]) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
