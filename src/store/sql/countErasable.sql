-- How much there is of what is to be erased. Of a visitor: the events that name them, in any copy.
SELECT
    (SELECT count() FROM events FINAL WHERE /*{subject}*/ AND ({visitor:String} = '' OR visitor = {visitor:String})) AS events,
    if({visitor:String} = '', (SELECT count() FROM copies FINAL WHERE /*{subject}*/),
        (SELECT count() FROM copies FINAL WHERE /*{subject}*/ AND {visitor:String} != '' AND id IN (SELECT id FROM events WHERE /*{subject}*/ AND visitor = {visitor:String} AND {visitor:String} != ''))) AS copies,
    if({visitor:String} = '', (SELECT count() FROM records FINAL WHERE /*{subject}*/), 0) AS records,
    if({visitor:String} = '', (SELECT count() FROM quarantine FINAL WHERE /*{subject}*/), 0) AS quarantined
