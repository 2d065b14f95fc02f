-- Notes where the copies of a visitor's events stand in the logs.
INSERT INTO erasedCopies (log, sequence, `index`, site, receivedAt)
SELECT log, sequence, `index`, site, receivedAt FROM copies FINAL
WHERE site = {site:String} AND id IN (SELECT id FROM events WHERE site = {site:String} AND visitor = {visitor:String})
