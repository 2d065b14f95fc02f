-- How much lies in quarantine, by code.
SELECT toString(code) AS code, count() AS held FROM quarantine FINAL
WHERE state = 'held' AND ({sites:Array(String)} = [] OR site IN {sites:Array(String)})
GROUP BY code ORDER BY held DESC, code
