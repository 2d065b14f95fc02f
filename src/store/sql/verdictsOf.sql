-- The verdicts that an event had before, oldest first.
SELECT arrayMap(reason -> toString(reason), previousReasons) AS reasons, previousRules AS rules, toUnixTimestamp64Milli(judgedAt) AS until
FROM verdicts FINAL
WHERE site = {site:String} AND id = UUIDStringToNum({id:String})
ORDER BY run
