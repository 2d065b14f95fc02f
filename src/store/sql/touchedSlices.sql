-- Slices that are not as they were built, in the order of their ids.
SELECT DISTINCT toString(site) AS site, slice, toString(cityHash64(toString(site), slice)) AS name
FROM touchedSlices
WHERE /*{site}*/
ORDER BY slice, site
LIMIT {rows:UInt32}
