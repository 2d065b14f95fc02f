-- Whether a row of rollupRows is at home: see migration 7. It takes all rows of a slice to tell.
CAST(reason != '' OR listHash = 0 OR impressions = 0 AND clicks = 0 OR any(listSlice) = slice
AND (impressions = 0 OR sum(toUInt8(reason = '' AND impressions > 0)) OVER (PARTITION BY site, slice, listHash) = 1)
AND (clicks = 0 OR sum(toUInt8(reason = '' AND clicks > 0)) OVER (PARTITION BY site, slice, listHash) = 1), 'Bool')
