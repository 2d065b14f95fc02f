-- The latest time before which everything that was received is erased, of these sites or of all, in milliseconds; 0: nothing is.
-- The backend's own synthetic clicks (`~wayside`) are no site's: who asks about all sites does not ask about them.
SELECT toInt64(toUnixTimestamp64Milli(max(parseDateTime64BestEffortOrZero(subject, 3, 'UTC')))) AS keptSince
FROM erasures FINAL
WHERE kind = 'before' AND (site = '' OR ({sites:Array(String)} = [] AND site != '~wayside') OR site IN {sites:Array(String)})
