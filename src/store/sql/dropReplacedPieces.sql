-- Forgets builds that later ones, up to one, have replaced.
ALTER TABLE builtSlices DELETE
WHERE build < {upTo:UInt64} AND piece IN (SELECT piece FROM replacedPieces WHERE build <= {upTo:UInt64})
SETTINGS mutations_sync = 2
