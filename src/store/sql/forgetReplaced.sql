-- The rows of these pieces are gone.
ALTER TABLE replacedPieces DELETE WHERE build <= {upTo:UInt64} SETTINGS mutations_sync = 2
