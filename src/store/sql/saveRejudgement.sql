-- How far a rejudgement has come.
INSERT INTO rejudgements (run, version, fromTime, toTime, rules, afterSite, afterId, judged, changed, state, savedAt)
SELECT {run:UInt64}, {version:UInt64}, fromUnixTimestamp64Milli({from:Int64}), fromUnixTimestamp64Milli({to:Int64}), {rules:UInt16},
    {afterSite:String}, toFixedString(unhex({afterId:String}), 16), {judged:UInt64}, {changed:UInt64}, {state:String}, fromUnixTimestamp64Milli({now:Int64})
