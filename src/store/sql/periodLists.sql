-- Lists seen, and clicked, in a period and in the one before, less what periodPlain took for lists: of rows that are not plain, and of those plain ones whose lists may
-- stand in several rows. Of such a list one row at least is not at home (migration 7).
SELECT
    quarter < {splitQuarter:UInt32} AS isBefore,
    toInt64(uniqExactIf(list, impressions > 0)) - toInt64(countIf(isPlain AND impressions > 0)) AS listsShown,
    toInt64(uniqExactIf(list, clicks > 0)) - toInt64(countIf(isPlain AND clicks > 0)) AS listsClicked
FROM (/*{rows}*/)
GROUP BY isBefore
