-- What is built of all outboxes.
SELECT /*{columns}*/
FROM outboxParts
WHERE /*{site}*/ AND build <= {build:UInt64} /*{without}*/
