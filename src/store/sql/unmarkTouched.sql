-- These slices are built: nothing has touched them since, while the store's lock is held.
ALTER TABLE touchedSlices DELETE WHERE (toString(site), slice) IN (SELECT arrayJoin(arrayZip({ofSites:Array(String)}, {slices:Array(UInt32)})))
SETTINGS mutations_sync = 2
