-- Removes rows of pieces that builds up to one have replaced.
ALTER TABLE /*{table}*/ DELETE
WHERE build < {upTo:UInt64} AND piece IN (SELECT piece FROM replacedPieces WHERE build <= {upTo:UInt64})
SETTINGS mutations_sync = 2
