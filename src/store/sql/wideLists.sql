-- Lists that stand in several of these rows, by impressions or by clicks.
SELECT list FROM (/*{rows}*/) WHERE reason = '' AND list != 0
GROUP BY list HAVING countIf(impressions > 0) > 1 OR countIf(clicks > 0) > 1
