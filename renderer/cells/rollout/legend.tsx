import { type SquareCounts, waitingWords } from './matrix.ts'

/** What the squares mean; the same drawings as the canvas makes. What this run has none of is left out. */
export function MatrixLegend({ counts, scored, live }: { counts: SquareCounts; scored: boolean; live: boolean }) {
  const { byName } = counts
  const box = <rect x=".5" y=".5" width="9" height="9" className="line" />
  return (
    <p className="legend">
      {byName.waiting > 0 && (
        <Key words={waitingWords(live)}>
          <rect x="4" y="4" width="2" height="2" className="wait" />
        </Key>
      )}
      {live && (
        <>
          <Key words="prefill">
            <rect x=".5" y=".5" width="9" height="9" className="pre" />
          </Key>
          <Key words="decoding">
            <rect width="10" height="10" className="dec" />
          </Key>
          <Key words="asked again">
            <rect width="10" height="10" className="retry" />
          </Key>
        </>
      )}
      {byName['given-up'] > 0 && (
        <Key words="given up">
          <path d="m1 1 8 8M9 1 1 9" className="gone" />
        </Key>
      )}
      {(!scored || byName.done > 0) && (
        <Key words="done, not scored">
          <rect width="10" height="10" className="v1" />
        </Key>
      )}
      {scored && (
        <>
          <Key words="0 wrong">{box}</Key>
          <Key words="0 before the comparison">
            {box}
            <path d="m1.5 8.5 7-7" className="line" />
          </Key>
          <span className="reason">
            <span className="ramp" aria-hidden="true">
              {[1, 2, 3, 4].map((step) => (
                <b key={step} className={`v${step}`} />
              ))}
            </span>
            reward to 1
          </span>
          {byName.null > 0 && (
            <Key words="null, no reward">
              <circle cx="5" cy="5" r="4.2" className="line" strokeDasharray="2 1.6" />
            </Key>
          )}
          {counts.equal + counts.equalSoFar > 0 && (
            <Key words={`all equal: no advantage in it${live ? '; one line: so far' : ''}`}>
              <path d="M1 3.5h8M1 6.5h8" className="same" />
            </Key>
          )}
        </>
      )}
    </p>
  )
}

function Key({ words, children }: { words: string; children: React.ReactNode }) {
  return (
    <span className="reason">
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        {children}
      </svg>
      {words}
    </span>
  )
}
