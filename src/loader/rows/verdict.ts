// The rows of verdicts that a rejudgement changed.
import type { FactsRow } from '../rejudge-facts.ts'
import { Longs, Shorts } from './numbers.ts'
import { TextLists, Texts } from './texts.ts'
import { Wide } from './wide.ts'

/** The columns of `insertVerdicts`. */
export class VerdictColumns {
  readonly run: Longs = new Longs()
  readonly site: Texts = new Texts()
  readonly id: Wide = new Wide()
  readonly rank: Wide = new Wide()
  readonly rules: Shorts = new Shorts()
  readonly reasons: TextLists = new TextLists()
  readonly previousRules: Shorts = new Shorts()
  readonly previousReasons: TextLists = new TextLists()
  readonly judgedAt: Longs = new Longs()

  /** @param row the event as it stands, with its verdict until now */
  add(
    run: number,
    row: FactsRow,
    verdict: { reasons: readonly string[]; rulesVersion: number; judgedAt: number },
  ): void {
    this.run.add(run)
    this.site.add(row.site)
    this.id.hex(row.id)
    this.rank.big(BigInt(row.rank))
    this.rules.add(verdict.rulesVersion)
    this.reasons.add(verdict.reasons)
    this.previousRules.add(row.rules)
    this.previousReasons.add(row.reasons)
    this.judgedAt.add(verdict.judgedAt)
  }
}
