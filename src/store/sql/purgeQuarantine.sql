-- Marks what is held as purged: the books go on counting it, its bytes go.
INSERT INTO quarantine
SELECT * REPLACE ('purged' AS state, version + 1 AS version, '' AS id)
FROM
(
    SELECT * FROM quarantine FINAL
    WHERE state = 'held' AND ({code:String} = '' OR code = {code:String}) AND ({site:String} = '' OR site = {site:String})
        AND receivedAt < fromUnixTimestamp64Milli({before:Int64})
)
