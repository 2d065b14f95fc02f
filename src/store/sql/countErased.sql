-- Erased copies that stood in a stretch of a log.
SELECT count() AS erased FROM erasedCopies WHERE log = {log:String} AND sequence BETWEEN {first:UInt64} AND {last:UInt64}
