-- Rolled-up rows as lines of text, to be read again by format('TSV').
SELECT formatRow('TSV', /*{columns}*/) AS line FROM (/*{rows}*/) LIMIT {rows:UInt32}
