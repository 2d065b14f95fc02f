-- Which of these lists have events in the store: a cheap look that may name too many. No FINAL: of the rows that FINAL would show, all are here.
SELECT DISTINCT list
FROM events
WHERE site IN {sites:Array(String)} AND issuedAt IN {issuedAt:Array(UInt32)} AND list IN {lists:Array(String)}
